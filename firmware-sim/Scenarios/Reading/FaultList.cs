using YamlDotNet.RepresentationModel;

namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>Collects the faults of one file. Not safe for several threads.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<ScenarioFault> _faults = [];

    internal int Count => _faults.Count;

    internal void Add(YamlNode where, string key, string message) => Add(where.Start.Line, key, message);

    internal void Add(long line, string key, string message) => _faults.Add(new ScenarioFault(file, line, key, message));

    internal IReadOnlyList<ScenarioFault> InFileOrder() => [.. _faults.OrderBy(f => f.Line)];
}
