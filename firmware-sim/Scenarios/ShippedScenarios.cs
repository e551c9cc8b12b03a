using System.Reflection;
using System.Text;
using K3Monitor.FirmwareSim.Scenarios.Reading;

namespace K3Monitor.FirmwareSim.Scenarios;

/// <summary>The scenarios inside the program.</summary>
/// <remarks>Has no state, safe for several threads.</remarks>
public static class ShippedScenarios
{
    private const string Prefix = "scenario/";

    private static Assembly Here => typeof(ShippedScenarios).Assembly;

    /// <summary>Their names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Here.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a shipped scenario by name, or else a file by path.</summary>
    /// <param name="nameOrFile">A name out of <see cref="Names"/>, or the path of a YAML file.</param>
    /// <returns>The scenario or its faults; an absent or unreadable file is a fault, not an exception.</returns>
    public static ScenarioReading Open(string nameOrFile)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);
        if (Here.GetManifestResourceStream(Prefix + nameOrFile) is { } shipped)
        {
            using var text = new StreamReader(shipped, Encoding.UTF8);
            return ScenarioReader.Read(text, nameOrFile + ".yaml");
        }

        return OpenFile(nameOrFile);
    }

    private static ScenarioReading OpenFile(string file)
    {
        try
        {
            using var text = new StreamReader(file, Encoding.UTF8);
            return ScenarioReader.Read(text, file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string hint = $"cannot be read ({unreadable.Message}); shipped scenarios are {string.Join(", ", Names)}";
            return new ScenarioReading(null, [new ScenarioFault(file, 0, "", hint)]);
        }
    }
}
