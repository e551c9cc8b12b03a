using System.CommandLine;
using K3Monitor.App.Configuration;

namespace K3Monitor.App.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<FileInfo?> ConfigFile() => new("--config") { Description = "Settings file (YAML or JSON).", HelpName = "FILE" };

    public static Option<DirectoryInfo?> Data() => new("--data") { Description = "Folder of everything that is kept.", HelpName = "DIR" };

    /// <summary>The settings in force, or null after writing every fault to standard error.</summary>
    public static Settings? Gather(ParseResult parse, Option<FileInfo?> file, params KeyValuePair<string, string?>[] commandLine)
    {
        var faults = new List<string>();
        Settings settings = Settings.Gather(parse.GetValue(file)?.FullName, Environment.GetEnvironmentVariables(), commandLine, faults);
        faults.AddRange(Composition.Database.DatabaseSetup.Faults(settings));
        return Exit.Report(parse, faults) ? null : settings;
    }

    /// <summary>Runs an action with the database of the data folder.</summary>
    public static Task<int> WithDatabase(ParseResult parse, Option<FileInfo?> config, Option<DirectoryInfo?> data, Func<IServiceProvider, Task<int>> action) =>
        Exit.GuardAsync(parse, () => Gather(parse, config, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName)) is { } settings
            ? Composition.Workbench.RunAsync(settings, action)
            : Task.FromResult(Exit.Failed));
}
