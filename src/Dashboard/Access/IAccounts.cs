using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Access;

/// <summary>What came of a password or a code.</summary>
internal enum SignInOutcome
{
    /// <summary>Wrong, or there is no such user; nobody is told which.</summary>
    Refused,

    /// <summary>Right, and nothing more is needed.</summary>
    Accepted,

    /// <summary>The password is right; the code of the second factor is needed.</summary>
    CodeNeeded,

    /// <summary>Too many wrong attempts; the account rests for a while.</summary>
    LockedOut,
}

/// <summary>The answer to a sign-in step.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="UserId">The user's key; null unless accepted or a code is needed.</param>
/// <param name="Stamp">Changes with the password, the second factor and a disablement, and ends sessions made before.</param>
internal sealed record SignInAnswer(SignInOutcome Outcome, string? UserId = null, string? Stamp = null)
{
    public static SignInAnswer Refused { get; } = new(SignInOutcome.Refused);

    public static SignInAnswer LockedOut { get; } = new(SignInOutcome.LockedOut);
}

/// <summary>Who may come in, and what he may then see.</summary>
internal interface IAccounts
{
    /// <summary>Checks a password; a wrong one counts towards the lock-out.</summary>
    Task<SignInAnswer> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken);

    /// <summary>Checks a code of the second factor; a wrong one counts towards the lock-out.</summary>
    Task<SignInAnswer> CheckCodeAsync(string userId, string code, CancellationToken cancellationToken);

    /// <summary>The scope of a signed-in user as it now stands; null when the session is no longer good.</summary>
    Task<AccessScope?> ScopeAsync(string userId, string stamp, CancellationToken cancellationToken);
}
