using K3Monitor.App.Commands;
using K3Monitor.Inspection.Users;
using K3Monitor.Store.Access;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Demo;

/// <summary>A user for each role, with a password made for this start.</summary>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Password">Password.</param>
/// <param name="Role">Role.</param>
internal sealed record DemoLogin(string Name, string Password, Role Role)
{
    /// <summary>Makes the users, or gives those of an earlier start new passwords.</summary>
    public static async Task<IReadOnlyList<DemoLogin>> MakeAsync(IUsers users, string companySlug, string province)
    {
        NewUser[] wanted =
        [
            new("pengawas", "Sri Wahyuni (pengawas)", Role.Inspector, [province], null, UsersCommand.MakePassword(), "id"),
            new("ahlik3", "Budi Santoso (ahli K3)", Role.SafetyOfficer, [], companySlug, UsersCommand.MakePassword(), "id"),
            new("admin", "Administrator", Role.Administrator, [], null, UsersCommand.MakePassword(), null),
            new("auditor", "Auditor", Role.Auditor, [], null, UsersCommand.MakePassword(), null),
        ];
        HashSet<string> there = [.. (await users.ListAsync(InspectionScope.Scope, CancellationToken.None).ConfigureAwait(false)).Select(u => u.UserName)];
        foreach (NewUser user in wanted)
        {
            UserChange change = there.Contains(user.UserName)
                ? await users.ResetAsync(InspectionScope.Scope, user.UserName, user.Password, CancellationToken.None).ConfigureAwait(false)
                : await users.CreateAsync(InspectionScope.Scope, user, CancellationToken.None).ConfigureAwait(false);
            if (!change.Succeeded)
                throw new InvalidDataException($"{user.UserName}: {string.Join("; ", change.Faults)}");
        }

        return [.. wanted.Select(u => new DemoLogin(u.UserName, u.Password, u.Role))];
    }
}
