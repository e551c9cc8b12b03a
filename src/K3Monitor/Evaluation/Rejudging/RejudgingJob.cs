using K3Monitor.Ingest.Lanes;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Topology;
using K3Monitor.Inspection.Verdicts;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.App.Evaluation.Rejudging;

/// <summary>What a re-judging reads from.</summary>
/// <param name="Registry">The sites as they are now: history is judged by today's areas and points.</param>
/// <param name="Telemetry">Where samples are.</param>
/// <param name="OwnLife">When this product could not receive.</param>
/// <param name="Record">The verdicts as they were recorded.</param>
internal sealed record RejudgingSources(ITopologyRegistry Registry, ITelemetryStore Telemetry, IOwnLife OwnLife, IVerdictRecord Record);

/// <summary>
/// Judges any span of stored history again, by any packs, and holds the result against the record. Nothing is written: a
/// difference is shown to a person, never applied.
/// </summary>
/// <remarks>History is read in stretches of whole periods, so that memory is bounded by a week of one point whatever the span.</remarks>
internal sealed class RejudgingJob(RejudgingSources sources, LaneOptions options)
{
    private static readonly TimeSpan Stretch = TimeSpan.FromDays(7);

    /// <summary>Judges.</summary>
    /// <param name="packs">The packs to judge by.</param>
    /// <param name="window">Periods that begin in it are judged, as far as they are over.</param>
    /// <param name="now">The present: a period that is not over by then, or not past the lateness bound, is left out.</param>
    /// <param name="concerned">Which points, by the slug of the site and the point.</param>
    /// <param name="progress">Told of points done and points in all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Rejudgement> RunAsync(
        IReadOnlyList<RulePack> packs, TimeRange window, Instant now, Func<string, int, bool> concerned, Action<long, long> progress, CancellationToken cancellationToken)
    {
        TopologySnapshot topology = await sources.Registry.GetAsync(cancellationToken).ConfigureAwait(false);
        TimeRangeSet outages = (await sources.OwnLife.ReadAsync(cancellationToken).ConfigureAwait(false)).Times;
        List<(string Site, PointPlan Plan)> points = [.. from site in topology.Sites from plan in site.Points where concerned(site.Slug, plan.PointId) select (site.Slug, plan)];
        var differences = new List<VerdictDifference>();
        (long verdicts, long same, long samples) = (0, 0, 0);
        for (int i = 0; i < points.Count; i++)
        {
            progress(i, points.Count);
            (string site, PointPlan plan) = points[i];
            foreach (TimeRange stretch in StretchesOf(plan, window, now))
            {
                (IReadOnlyList<Verdict> again, long read) = await JudgeAsync(topology, plan, packs, stretch, outages, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<RecordedVerdict> recorded = await sources.Record.ReadAsync(plan.PointId, stretch, cancellationToken).ConfigureAwait(false);
                (IReadOnlyList<VerdictDifference> found, long alike) = VerdictComparison.Of(site, plan.PointId, again, recorded);
                differences.AddRange(found);
                (verdicts, same, samples) = (verdicts + again.Count, same + alike, samples + read);
            }
        }

        progress(points.Count, points.Count);
        return new Rejudgement(differences, points.Count, verdicts, same, samples);
    }

    /// <summary>The window in stretches that begin and end with periods of the point.</summary>
    internal IEnumerable<TimeRange> StretchesOf(PointPlan plan, TimeRange window, Instant now)
    {
        ExposurePeriod first = plan.Area.Shifts.PeriodAt(window.Start);
        ExposurePeriod behind = plan.Area.Shifts.PeriodAt(window.End);
        Instant start = first.Range.Start < window.Start ? first.Range.End : first.Range.Start;
        Instant last = Instant.Min(
            behind.Range.Start < window.End ? behind.Range.End : window.End, plan.Area.Shifts.PeriodAt(now - options.LatenessBound).Range.Start);
        while (start < last)
        {
            Instant end = Instant.Min(last, plan.Area.Shifts.PeriodAt(start + Stretch).Range.Start);
            yield return new TimeRange(start, end);
            start = end;
        }
    }

    private async Task<(IReadOnlyList<Verdict> Verdicts, long Samples)> JudgeAsync(
        TopologySnapshot topology, PointPlan plan, IReadOnlyList<RulePack> packs, TimeRange stretch, TimeRangeSet outages, CancellationToken cancellationToken)
    {
        var sorted = new List<ChannelSample>();
        var range = new TimeRange(PointHistory.ReadFrom(plan, options, stretch.Start), stretch.End);
        await foreach (ChannelSample sample in new PointSamples(sources.Telemetry).ReadAsync(topology, plan, range, options, cancellationToken).ConfigureAwait(false))
            sorted.Add(sample);
        PointJudgement judged = PointHistory.Judge(plan, packs, options, sorted, stretch.End + options.LatenessBound, stretch.Start, outages);
        return ([.. judged.Concluded.Where(v => stretch.Contains(v.Period.Range.Start))], sorted.Count);
    }
}
