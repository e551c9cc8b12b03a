using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Access;
using Microsoft.AspNetCore.Identity;

namespace K3Monitor.Dashboard.Access;

/// <summary>Accounts as Identity keeps them: its password hashes, its lock-out, its authenticator codes.</summary>
internal sealed class IdentityAccounts(UserManager<K3User> users) : IAccounts
{
    public async Task<SignInAnswer> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        if (await users.FindByNameAsync(userName) is not { IsDisabled: false } user)
        {
            // The same work as for a real user, so that the time taken does not tell who exists.
            users.PasswordHasher.HashPassword(new K3User(), password);
            return SignInAnswer.Refused;
        }

        if (await users.IsLockedOutAsync(user))
            return SignInAnswer.LockedOut;
        if (!await users.CheckPasswordAsync(user, password))
            return await FailedAsync(user);
        if (await users.GetTwoFactorEnabledAsync(user))
            return await AnswerAsync(user, SignInOutcome.CodeNeeded);
        await users.ResetAccessFailedCountAsync(user);
        return await AnswerAsync(user, SignInOutcome.Accepted);
    }

    public async Task<SignInAnswer> CheckCodeAsync(string userId, string code, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(userId) is not { IsDisabled: false } user)
            return SignInAnswer.Refused;
        if (await users.IsLockedOutAsync(user))
            return SignInAnswer.LockedOut;
        string digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (!await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, digits))
            return await FailedAsync(user);
        await users.ResetAccessFailedCountAsync(user);
        return await AnswerAsync(user, SignInOutcome.Accepted);
    }

    public async Task<AccessScope?> ScopeAsync(string userId, string stamp, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(userId) is { IsDisabled: false } user && user.SecurityStamp == stamp ? user.ToScope() : null;

    private async Task<SignInAnswer> FailedAsync(K3User user)
    {
        await users.AccessFailedAsync(user);
        return await users.IsLockedOutAsync(user) ? SignInAnswer.LockedOut : SignInAnswer.Refused;
    }

    private async Task<SignInAnswer> AnswerAsync(K3User user, SignInOutcome outcome) => new(outcome, user.Id, await users.GetSecurityStampAsync(user));
}
