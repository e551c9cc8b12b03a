using System.CommandLine;

namespace K3Monitor.App.Commands;

/// <summary>The command line whole: one line a command.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new("K3Monitor: occupational safety (K3) inspection driven by sensors.")
    {
        CalcCommand.Build(),
        ConfigCommand.Build(),
        EvaluateCommand.Build(),
        PacksCommand.Build(),
        RunCommand.Build(),
        DecodeCommand.Build(),
        DemoCommand.Build(),
        SitesCommand.Build(),
        DevicesCommand.Build(),
        UsersCommand.Build(),
    };
}
