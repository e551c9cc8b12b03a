using K3Monitor.Inspection.Verdicts;
using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.App.Evaluation.Rejudging;

/// <summary>Holds verdicts of one point against the record. Figures are equal within 1e-9 relatively, as everywhere.</summary>
internal static class VerdictComparison
{
    private const double RelativeGuard = 1e-9;

    /// <summary>Every difference, and how many verdicts are alike. Of one limit the editions may differ: that is what is asked.</summary>
    public static (IReadOnlyList<VerdictDifference> Differences, long Same) Of(
        string site, int pointId, IReadOnlyList<Verdict> again, IReadOnlyList<RecordedVerdict> recorded)
    {
        // Where two editions judged one period, the later row of the record is what stands beside the new word.
        Dictionary<(string, Instant), RecordedVerdict> known = [];
        foreach (RecordedVerdict row in recorded)
            known[(row.LimitId, row.PeriodStart)] = row;
        var differences = new List<VerdictDifference>();
        long same = 0;
        foreach (Verdict verdict in again)
        {
            Instant start = verdict.Period.Range.Start;
            if (!known.Remove((verdict.Limit.Id, start), out RecordedVerdict? row))
                differences.Add(new VerdictDifference(site, pointId, verdict.Limit.Id, start, RejudgedDifference.NotRecorded, null, verdict));
            else if (row.Outcome != verdict.Outcome)
                differences.Add(new VerdictDifference(site, pointId, verdict.Limit.Id, start, RejudgedDifference.Outcome, row, verdict));
            else if (!IsAlike(row, verdict))
                differences.Add(new VerdictDifference(site, pointId, verdict.Limit.Id, start, RejudgedDifference.Figure, row, verdict));
            else
                same++;
        }

        differences.AddRange(known.Values.Select(row => new VerdictDifference(site, pointId, row.LimitId, row.PeriodStart, RejudgedDifference.OnlyRecorded, row, null)));
        return ([.. differences.OrderBy(d => d.PeriodStart.UnixMicroseconds).ThenBy(d => d.LimitId, StringComparer.Ordinal)], same);
    }

    // That it was found late, or on time, is how it came to be known and no part of what it is.
    private static bool IsAlike(RecordedVerdict row, Verdict verdict)
    {
        if ((row.Reasons & ~VerdictReasons.FoundLate) != (verdict.Reasons & ~VerdictReasons.FoundLate) || row.Covered != verdict.Exposure.Covered)
            return false;
        if (row.Value is not { } before || verdict.Exposure.Value is not { } now)
            return row.Value is null == verdict.Exposure.Value is null;
        return Math.Abs(before - now) <= RelativeGuard * Math.Max(Math.Abs(before), Math.Abs(now));
    }
}
