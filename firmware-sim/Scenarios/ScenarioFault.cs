namespace K3Monitor.FirmwareSim.Scenarios;

/// <summary>One thing that is wrong in a scenario file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Key">Path of the key, such as <c>sites[0].devices[2].interval</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ScenarioFault(string File, long Line, string Key, string Message)
{
    /// <summary>The fault on one line, as <c>file:line: key: message</c>.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{File}:{Line}: {(Key.Length == 0 ? "" : Key + ": ")}{Message}");
}

/// <summary>A scenario, or every reason why there is none.</summary>
/// <param name="Scenario">The scenario; null when there are faults.</param>
/// <param name="Faults">All faults, in the order of the file; empty when it is sound.</param>
public sealed record ScenarioReading(Scenario? Scenario, IReadOnlyList<ScenarioFault> Faults);
