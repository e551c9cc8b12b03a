using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Users;

/// <summary>Who acts when a command is run on the machine itself: whoever may read the database there may do everything.</summary>
public static class CommandLine
{
    /// <summary>The scope of such a command; the record names it as the actor.</summary>
    public static AccessScope Scope { get; } = new("job/command-line", "K3Monitor (command line)", Role.Administrator, [], null);
}
