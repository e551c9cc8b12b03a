using System.CommandLine;
using System.CommandLine.Help;
using K3Monitor.App.Demo;

namespace K3Monitor.App.Commands;

/// <summary>The command line whole: one line a command.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command: 0 done, 1 failed, 2 wrong use.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        ParseResult parse = Build().Parse(arguments);
        parse.InvocationConfiguration.Output = output;
        parse.InvocationConfiguration.Error = error;

        // The library's own 2 s would end the process in the middle of its last flush, with exit code 143; the host takes 30 s at most.
        parse.InvocationConfiguration.ProcessTerminationTimeout = TimeSpan.FromSeconds(45);
        if (parse.Errors.Count == 0 || parse.Action is HelpAction)
            return await parse.InvokeAsync(parse.InvocationConfiguration).ConfigureAwait(false);
        Exit.Report(parse, parse.Errors.Select(e => e.Message).Append("See --help."));
        return Exit.WrongUse;
    }

    public static RootCommand Build() => new("K3Monitor: occupational safety (K3) inspection driven by sensors.")
    {
        CalcCommand.Build(),
        ConfigCommand.Build(),
        EvaluateCommand.Build(),
        Packs.PacksCommand.Build(),
        Judging.RejudgeCommand.Build(),
        RunCommand.Build(),
        DecodeCommand.Build(),
        DemoCommand.Build(),
        SitesCommand.Build(),
        DevicesCommand.Build(),
        UsersCommand.Build(),
        Backup.BackupCommand.Build(),
        Backup.BackupCommand.BuildRestore(),
        Export.ExportCommand.Build(),
        Import.ImportCommand.Build(),
        Retention.RetentionCommand.Build(),
    };
}
