using System.Security.Claims;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Users;

/// <summary>A user to be made.</summary>
/// <param name="UserName">Name to sign in with; letters, digits and <c>-._@+</c>.</param>
/// <param name="DisplayName">Name on pages and in the record.</param>
/// <param name="Role">His one role.</param>
/// <param name="Provinces">ISO 3166-2 codes; at least one for an inspector, none for others.</param>
/// <param name="CompanySlug">Company of a safety officer; null for others.</param>
/// <param name="Password">At least 12 characters.</param>
/// <param name="Language"><c>id</c>, <c>en</c>, or null to follow the browser.</param>
public sealed record NewUser(
    string UserName, string DisplayName, Role Role, IReadOnlyList<string> Provinces, string? CompanySlug, string Password, string? Language = null);

/// <summary>A user as a row of a list.</summary>
/// <param name="Id">Key.</param>
/// <param name="UserName">Name to sign in with.</param>
/// <param name="DisplayName">Name on pages.</param>
/// <param name="Role">Role.</param>
/// <param name="Provinces">Provinces of an inspector.</param>
/// <param name="CompanyName">Company of a safety officer.</param>
/// <param name="IsDisabled">Whether he is shut out.</param>
public sealed record UserRow(string Id, string UserName, string DisplayName, Role Role, IReadOnlyList<string> Provinces, string? CompanyName, bool IsDisabled);

/// <summary>What came of a change to a user.</summary>
/// <param name="UserId">Key of the user; null when refused.</param>
/// <param name="Faults">Everything that is wrong, in English; empty on success.</param>
public sealed record UserChange(string? UserId, IReadOnlyList<string> Faults)
{
    /// <summary>Whether it was done.</summary>
    public bool Succeeded => Faults.Count == 0;
}

/// <summary>Makes, lists and shuts out users. Only an administrator may; each change is a row of the record.</summary>
/// <remarks>Safe from any thread. After five wrong passwords in a row an account is locked for 15 minutes.</remarks>
public interface IUsers
{
    /// <summary>Makes a user.</summary>
    Task<UserChange> CreateAsync(AccessScope by, NewUser user, CancellationToken cancellationToken);

    /// <summary>All users, by name; none unless <paramref name="by"/> sees all.</summary>
    Task<IReadOnlyList<UserRow>> ListAsync(AccessScope by, CancellationToken cancellationToken);

    /// <summary>Sets a new password, lifts a lock, and ends the user's open sessions.</summary>
    Task<UserChange> ResetAsync(AccessScope by, string userName, string password, CancellationToken cancellationToken);

    /// <summary>Shuts a user out and ends his open sessions. His acts stay in the record.</summary>
    Task<UserChange> DisableAsync(AccessScope by, string userName, CancellationToken cancellationToken);

    /// <summary>What a user may see and do; null when there is no such user or he is disabled.</summary>
    Task<AccessScope?> ScopeOfAsync(string userId, CancellationToken cancellationToken);

    /// <summary>What the user who is signed in may see and do; null when nobody is.</summary>
    Task<AccessScope?> ScopeOfAsync(ClaimsPrincipal principal, CancellationToken cancellationToken);
}
