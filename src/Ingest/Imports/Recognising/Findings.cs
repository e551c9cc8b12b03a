using K3Monitor.Inspection.Imports;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>Gathers what is found of a file while it is recognised: facts, what is open, what is left out.</summary>
internal sealed class Findings
{
    private const int MostLeftOut = 1_000;
    private readonly List<string> leftOut = [];

    public List<ImportFact> Facts { get; } = [];

    public List<ImportFault> Faults { get; } = [];

    public IReadOnlyList<string> LeftOut => leftOut;

    public bool Open => Faults.Count > 0;

    /// <summary>Notes a choice: what a person declared, or else what was recognised.</summary>
    public string? Choose(string key, string? declared, string? recognised, string why)
    {
        if ((declared ?? recognised) is { } chosen)
            Facts.Add(new ImportFact(key, chosen, declared is not null, declared is null ? why : null));
        return declared ?? recognised;
    }

    public void Fault(string option, string message) => Faults.Add(new ImportFault(option, message));

    public void LeaveOut(string what)
    {
        if (leftOut.Count < MostLeftOut)
            leftOut.Add(what);
    }
}
