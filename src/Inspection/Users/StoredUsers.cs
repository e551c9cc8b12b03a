using System.Security.Claims;
using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Users;

/// <summary>Users as the relational store keeps them, by Identity's rules for names, passwords and locks.</summary>
internal sealed class StoredUsers(IDbContextFactory<K3Context> contexts, RelationalWriter writer, UserManagerFactory managers, TimeProvider time) : IUsers
{
    private static readonly UserChange Forbidden = new(null, ["only an administrator may change users"]);

    /// <inheritdoc />
    public Task<UserChange> CreateAsync(AccessScope by, NewUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return ChangeAsync(
            by,
            async (context, users, token) =>
            {
                (int? company, IReadOnlyList<string> faults) = await NewUserCheck.CheckAsync(context, user, token).ConfigureAwait(false);
                if (faults.Count > 0)
                    return new Change(null, faults);
                var made = new K3User
                {
                    UserName = user.UserName,
                    DisplayName = user.DisplayName.Trim(),
                    Role = user.Role,
                    Provinces = string.Join(',', user.Provinces),
                    CompanyId = company,
                    Language = user.Language,
                };
                return new Change(made, FaultsOf(await users.CreateAsync(made, user.Password).ConfigureAwait(false)));
            },
            RecordKinds.UserCreated,
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<UserRow>> ListAsync(AccessScope by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.SeesAll)
            return [];
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Users.AsNoTracking().OrderBy(u => u.UserName)
                .Select(u => new { User = u, Company = context.Companies.Where(c => c.Id == u.CompanyId).Select(c => c.Name).FirstOrDefault() })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(r => new UserRow(
                r.User.Id, r.User.UserName ?? "", r.User.DisplayName, r.User.Role, r.User.ToScope().Provinces, r.Company, r.User.IsDisabled))];
        }
    }

    /// <inheritdoc />
    public Task<UserChange> ResetAsync(AccessScope by, string userName, string password, CancellationToken cancellationToken) => ChangeAsync(
        by,
        async (_, users, _) =>
        {
            if (await users.FindByNameAsync(userName).ConfigureAwait(false) is not { } user)
                return Unknown(userName);
            var faults = new List<string>();
            foreach (IPasswordValidator<K3User> validator in users.PasswordValidators)
                faults.AddRange(FaultsOf(await validator.ValidateAsync(users, user, password).ConfigureAwait(false)));
            if (faults.Count > 0)
                return new Change(user, faults);
            await users.RemovePasswordAsync(user).ConfigureAwait(false);
            await users.AddPasswordAsync(user, password).ConfigureAwait(false);
            await users.ResetAccessFailedCountAsync(user).ConfigureAwait(false);
            return new Change(user, FaultsOf(await users.SetLockoutEndDateAsync(user, null).ConfigureAwait(false)));
        },
        RecordKinds.UserReset,
        cancellationToken);

    /// <inheritdoc />
    public Task<UserChange> DisableAsync(AccessScope by, string userName, CancellationToken cancellationToken) => ChangeAsync(
        by,
        async (_, users, _) =>
        {
            if (await users.FindByNameAsync(userName).ConfigureAwait(false) is not { } user)
                return Unknown(userName);
            user.IsDisabled = true;
            return new Change(user, FaultsOf(await users.UpdateSecurityStampAsync(user).ConfigureAwait(false)));
        },
        RecordKinds.UserDisabled,
        cancellationToken);

    /// <inheritdoc />
    public async Task<AccessScope?> ScopeOfAsync(string userId, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            K3User? user = await context.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId && !u.IsDisabled, cancellationToken).ConfigureAwait(false);
            return user?.ToScope();
        }
    }

    /// <inheritdoc />
    public Task<AccessScope?> ScopeOfAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? ScopeOfAsync(id, cancellationToken) : Task.FromResult<AccessScope?>(null);
    }

    private async Task<UserChange> ChangeAsync(
        AccessScope by, Func<K3Context, UserManager<K3User>, CancellationToken, Task<Change>> change, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Role != Role.Administrator)
            return Forbidden;
        return await writer.WriteAsync(
            async (context, token) =>
            {
                using UserManager<K3User> users = managers.On(context);
                (K3User? user, IReadOnlyList<string> faults) = await change(context, users, token).ConfigureAwait(false);
                if (user is null || faults.Count > 0)
                    return new UserChange(null, faults);
                RecordPen pen = await RecordPen.OpenAsync(context, token).ConfigureAwait(false);
                pen.Write(
                    Instant.Now(time), kind, Subjects.User(user.Id), RecordActor.Of(by), $"{by.Role}: {by.DisplayName}", null,
                    new { user.UserName, user.DisplayName, user.Role, user.Provinces, user.CompanyId });
                return new UserChange(user.Id, []);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Change Unknown(string userName) => new(null, [$"there is no user '{userName}'"]);

    private static IReadOnlyList<string> FaultsOf(IdentityResult result) => [.. result.Errors.Select(e => e.Description)];

    private readonly record struct Change(K3User? User, IReadOnlyList<string> Faults);
}
