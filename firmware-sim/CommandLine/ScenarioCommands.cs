using System.CommandLine;
using System.Globalization;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary><c>list</c> and <c>validate</c>.</summary>
internal static class ScenarioCommands
{
    internal static Command List()
    {
        var command = new Command("list", "List the scenarios inside the program.");
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            foreach (string name in ShippedScenarios.Names)
            {
                var scenario = ShippedScenarios.Open(name).Scenario;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-16} {scenario?.Sites.Sum(s => s.Devices.Count),3} devices  {scenario?.Duration.TotalHours,5:0.##} h  {scenario?.Title}"));
            }

            return ExitCode.Success;
        });
        return command;
    }

    internal static Command Validate()
    {
        var file = new Argument<string>("FILE") { Description = "A scenario file, or the name of a shipped scenario." };
        var command = new Command("validate", "Check a scenario file and list all its faults with line and key.") { file };
        command.SetAction(parsed =>
        {
            var scenario = Open(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Error);
            if (scenario is null)
            {
                return ExitCode.Failure;
            }

            parsed.InvocationConfiguration.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{scenario.Name}: sound, {scenario.Sites.Count} site(s), {scenario.Sites.Sum(s => s.Devices.Count)} device(s), {scenario.Sites.Sum(s => s.Events.Count)} event(s)"));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Opens a scenario, or prints all its faults and gives null.</summary>
    internal static Scenario? Open(string nameOrFile, TextWriter error)
    {
        var reading = ShippedScenarios.Open(nameOrFile);
        foreach (var fault in reading.Faults)
        {
            error.WriteLine(fault);
        }

        return reading.Scenario;
    }
}
