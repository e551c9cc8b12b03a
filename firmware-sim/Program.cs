using System.CommandLine;
using K3Monitor.FirmwareSim.CommandLine;

namespace K3Monitor.FirmwareSim;

/// <summary>The command line: commands and nothing else.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Simulated sensors of a factory: plays scenarios, and loads a broker.")
        {
            RunCommand.Create(), ScenarioCommands.List(), ScenarioCommands.Validate(), LoadCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            }

            return ExitCode.WrongUse;
        }

        return await parsed.InvokeAsync().ConfigureAwait(false);
    }
}
