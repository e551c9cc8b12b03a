using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Lanes;

/// <summary>Keeps all that a lane gives out, and the last word on each breach and period.</summary>
internal sealed class CollectingSink : ILaneSink
{
    public List<Finding> All { get; } = [];

    public List<Verdict> AllConcluded { get; } = [];

    public Dictionary<FindingKey, Finding> Findings { get; } = [];

    public Dictionary<(string Limit, Instant Period), Verdict> Verdicts { get; } = [];

    public void Changed(Finding finding)
    {
        All.Add(finding);
        Findings[finding.Key] = finding;
    }

    public void Concluded(Verdict verdict)
    {
        AllConcluded.Add(verdict);
        Verdicts[(verdict.Limit.Id, verdict.Period.Range.Start)] = verdict;
    }
}
