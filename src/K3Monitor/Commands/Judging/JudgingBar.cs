using System.CommandLine;
using Spectre.Console;

namespace K3Monitor.App.Commands.Judging;

/// <summary>Shows how far judging has come, on standard error, when a person looks at it; otherwise nothing.</summary>
internal static class JudgingBar
{
    /// <summary>Runs work that tells points done and points in all.</summary>
    public static Task<T> ShowAsync<T>(ParseResult parse, string what, Func<Action<long, long>, Task<T>> work)
    {
        if (Console.IsErrorRedirected || !ReferenceEquals(parse.InvocationConfiguration.Error, Console.Error))
            return work((_, _) => { });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
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
