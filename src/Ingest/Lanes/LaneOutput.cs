using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Ingest.Lanes;

/// <summary>Gathers what lanes give out until it is applied; of one breach, and of one verdict, only the last word is kept, in its first place.</summary>
/// <param name="unverifiedOpens">Whether a limit that nobody has verified opens incidents; its verdicts are kept in either case.</param>
internal sealed class LaneOutput(bool unverifiedOpens) : ILaneSink
{
    private readonly List<Finding> findings = [];
    private readonly Dictionary<FindingKey, int> at = [];
    private readonly List<Verdict> concluded = [];
    private readonly Dictionary<FindingKey, int> concludedAt = [];

    public IReadOnlyList<Finding> Findings => findings;

    public IReadOnlyList<Verdict> Concluded => concluded;

    public bool IsEmpty => findings.Count == 0 && concluded.Count == 0;

    public void Changed(Finding finding)
    {
        if (!unverifiedOpens && !finding.Verdict.Limit.Verification.IsVerified)
            return;
        if (at.TryAdd(finding.Key, findings.Count))
            findings.Add(finding);
        else
            findings[at[finding.Key]] = finding with { FoundLate = finding.FoundLate || findings[at[finding.Key]].FoundLate };
    }

    void ILaneSink.Concluded(Verdict verdict)
    {
        var key = new FindingKey(verdict.Limit.Id, verdict.Limit.Edition, verdict.PointId, verdict.Period.Range.Start);
        if (concludedAt.TryAdd(key, concluded.Count))
            concluded.Add(verdict);
        else
            concluded[concludedAt[key]] = verdict;
    }

    /// <summary>Everything was applied.</summary>
    public void Clear()
    {
        findings.Clear();
        at.Clear();
        concluded.Clear();
        concludedAt.Clear();
    }
}
