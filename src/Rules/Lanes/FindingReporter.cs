using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>
/// Gives out findings of one point, each only when it differs from what was given out before. What it remembers is
/// bounded; forgetting costs at most a finding sent twice, which changes nothing.
/// </summary>
internal sealed class FindingReporter(int pointId, TimeSpan refresh)
{
    private const int MostSent = 64;
    private const int MostConcluded = 32;

    private readonly List<SentFinding> sent = [];
    private readonly List<Verdict> concluded = [];

    /// <summary>Reports the exposures of a period that runs.</summary>
    /// <param name="fold">The state to report.</param>
    /// <param name="mayCease">
    /// False while time is known to be further than the state: what seems to have ceased may only not have been reached yet.
    /// </param>
    /// <param name="sink">Takes the findings.</param>
    public void Report(PointFold fold, bool mayCease, ILaneSink sink)
    {
        foreach (LimitExposure exposure in fold.Exposures)
        {
            ref readonly OccurrenceLog log = ref exposure.Occurrences;
            if (!log.Any && sent.Count == 0)
                continue;
            SentFinding? before = Find(exposure.Limit, exposure.Period.Range.Start);
            if (before is null ? !log.Any : !(mayCease ? before.Differs(log, fold.Frontier, refresh) : before.Begins(log)))
                continue;
            Send(before, exposure.Judge(fold.Frontier, over: false), log, fold.Frontier, isLast: false, sink);
        }
    }

    /// <summary>Reports a period that is over.</summary>
    public void Report(PeriodOutcome outcome, ILaneSink sink)
    {
        OccurrenceLog log = outcome.Log;
        SentFinding? before = Find(outcome.Verdict.Limit, outcome.Verdict.Period.Range.Start);
        if (before is null ? log.Any : before.DiffersAtEnd(outcome.Verdict, log))
            Send(before, outcome.Verdict, log, outcome.Verdict.Period.Range.End, isLast: true, sink);
    }

    /// <summary>Gives out the concluding verdict of a period, unless the same was given out before.</summary>
    public void Conclude(Verdict verdict, ILaneSink sink)
    {
        if (concluded.Contains(verdict))
            return;
        if (concluded.Count == MostConcluded)
            concluded.RemoveAt(0);
        concluded.Add(verdict);
        sink.Concluded(verdict);
    }

    /// <summary>Forgets periods that no sample can change any more.</summary>
    public void ForgetBefore(Instant settled)
    {
        sent.RemoveAll(s => s.Key.PeriodStart < settled);
        concluded.RemoveAll(v => v.Period.Range.End <= settled);
    }

    private SentFinding? Find(Limit limit, Instant periodStart)
    {
        foreach (SentFinding s in sent)
        {
            if (s.Key.PeriodStart == periodStart && s.Key.LimitId == limit.Id && s.Key.Edition == limit.Edition)
                return s;
        }

        return null;
    }

    private void Send(SentFinding? before, Verdict verdict, in OccurrenceLog log, Instant asOf, bool isLast, ILaneSink sink)
    {
        var key = new FindingKey(verdict.Limit.Id, verdict.Limit.Edition, pointId, verdict.Period.Range.Start);
        var finding = new Finding(key, verdict, log.ToList(), log.IsOpen, asOf, (verdict.Reasons & VerdictReasons.FoundLate) != 0);
        if (before is null)
        {
            if (sent.Count == MostSent)
                sent.RemoveAt(0);
            before = new SentFinding(key);
            sent.Add(before);
        }

        before.Remember(finding, log, isLast);
        sink.Changed(finding);
    }
}
