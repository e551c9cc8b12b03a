using System.CommandLine;
using Spectre.Console;

namespace K3Monitor.App.Backup;

/// <summary>Shows how far long work has come, on standard error, when a person looks at it; otherwise nothing.</summary>
internal static class WorkBar
{
    /// <summary>Runs work that tells bytes done and bytes in all.</summary>
    public static T Show<T>(ParseResult parse, string what, Func<Action<long, long>, T> work)
    {
        if (Console.IsErrorRedirected || !ReferenceEquals(parse.InvocationConfiguration.Error, Console.Error))
            return work((_, _) => { });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(what);
                return work((done, total) =>
                {
                    task.MaxValue = Math.Max(1, total);
                    task.Value = done;
                });
            });
    }
}
