using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>What the history of a point comes to.</summary>
/// <param name="Findings">The last word on every breach, by period then limit in the order of their first mention.</param>
/// <param name="Concluded">The verdict of each limit in each period that is over and past the lateness bound.</param>
/// <param name="Current">The verdicts so far in the period that runs.</param>
public sealed record PointJudgement(IReadOnlyList<Finding> Findings, IReadOnlyList<Verdict> Concluded, IReadOnlyList<Verdict> Current);

/// <summary>Judges stored samples of a point, by the very code that judges live ones.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class PointHistory
{
    /// <summary>Judges the samples of a point that carry no numbers of a device, as those of a logger's file.</summary>
    /// <inheritdoc cref="Judge(PointPlan, IReadOnlyList{RulePack}, LaneOptions, IEnumerable{ChannelSample}, Instant, Instant?, TimeRangeSet?)"/>
    public static PointJudgement Judge(
        PointPlan point, IReadOnlyList<RulePack> packs, LaneOptions options, IEnumerable<Sample> sorted, Instant asOf, Instant? from = null,
        TimeRangeSet? ownOutages = null)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        return Judge(point, packs, options, sorted.Select(s => new ChannelSample(0, s, ChannelSample.NoSequence, s.Time)), asOf, from, ownOutages);
    }

    /// <summary>Judges the samples of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="packs">The packs that may apply.</param>
    /// <param name="options">How time is treated; the same as the lane's.</param>
    /// <param name="sorted">Samples in time order; several at one instant in any order.</param>
    /// <param name="asOf">The present of the judgement; samples after it are still folded.</param>
    /// <param name="from">
    /// Periods that begin before it lend their samples to rolling windows and are not reported; null reports all. With it,
    /// a period without any sample is reported too.
    /// </param>
    /// <param name="ownOutages">When this product could not receive; null for never, as with a logger's file.</param>
    /// <exception cref="ArgumentException">The samples are not in time order, or the plan is out of range.</exception>
    public static PointJudgement Judge(
        PointPlan point, IReadOnlyList<RulePack> packs, LaneOptions options, IEnumerable<ChannelSample> sorted, Instant asOf, Instant? from = null,
        TimeRangeSet? ownOutages = null)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(packs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sorted);
        LanePlanCheck.Throw(options);
        LanePlanCheck.Throw(point);
        var lane = new PointLane(point, packs, options, ownOutages ?? TimeRangeSet.Empty);
        var gathered = new Gathered(from ?? Instant.MinValue);
        Instant before = Instant.MinValue;
        foreach (ChannelSample numbered in sorted)
        {
            Sample sample = numbered.Sample;
            if (sample.Time < before)
                throw new ArgumentException($"the samples are not in time order at {sample.Time}", nameof(sorted));
            before = sample.Time;
            if (from is { } start && start < sample.Time)
                lane.StartAt(start);
            lane.Accept(sample, numbered.Sequence, gathered);
        }

        if (from is { } begin)
            lane.StartAt(begin);
        lane.Tick(asOf, gathered);
        return new PointJudgement(gathered.Findings, gathered.Verdicts, lane.Current());
    }

    /// <summary>
    /// From when on the samples of a point must be read so that the period of an instant can be judged whole: the start of its
    /// shift, or, where no shift cuts it off, one hour and a hold earlier.
    /// </summary>
    public static Instant ReadFrom(PointPlan point, LaneOptions options, Instant instant)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(options);
        ExposurePeriod period = point.Area.Shifts.PeriodAt(instant);
        return period.IsShift
            ? period.Range.Start
            : period.Range.Start - TimeSpan.FromHours(1) - (point.ExpectedInterval * options.HoldIntervals);
    }

    private sealed class Gathered(Instant from) : ILaneSink
    {
        private readonly Dictionary<FindingKey, int> at = [];
        private readonly Dictionary<(string, Instant), int> concludedAt = [];

        public List<Finding> Findings { get; } = [];

        public List<Verdict> Verdicts { get; } = [];

        public void Changed(Finding finding)
        {
            if (finding.Key.PeriodStart < from)
                return;
            if (at.TryAdd(finding.Key, Findings.Count))
                Findings.Add(finding);
            else
                Findings[at[finding.Key]] = finding;
        }

        public void Concluded(Verdict verdict)
        {
            if (verdict.Period.Range.Start < from)
                return;
            if (concludedAt.TryAdd((verdict.Limit.Id, verdict.Period.Range.Start), Verdicts.Count))
                Verdicts.Add(verdict);
            else
                Verdicts[concludedAt[(verdict.Limit.Id, verdict.Period.Range.Start)]] = verdict;
        }
    }
}
