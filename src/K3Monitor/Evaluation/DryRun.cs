using K3Monitor.Ingest.Lanes;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.App.Evaluation;

/// <summary>One breach that a draft would find.</summary>
/// <param name="Site">Slug of the site.</param>
/// <param name="PointId">The point.</param>
/// <param name="Finding">The breach.</param>
/// <param name="IsNew">Whether no pack in use finds it: neither the same limit nor the same period.</param>
internal sealed record DraftBreach(string Site, int PointId, Finding Finding, bool IsNew);

/// <summary>What a draft would find in what is stored.</summary>
/// <param name="Breaches">Site by site, point by point.</param>
/// <param name="Points">How many points were judged.</param>
/// <param name="Samples">How many samples they have in the window.</param>
/// <param name="Removed">Points of which samples in the window were removed: that nothing was found there says nothing.</param>
internal sealed record DraftOutcome(IReadOnlyList<DraftBreach> Breaches, int Points, long Samples, int Removed);

/// <summary>
/// Judges stored history by a draft of a rule pack, by the very code that judges live samples. Nothing is written:
/// a draft is never applied by trying it.
/// </summary>
internal sealed class DryRun(ITopologyRegistry registry, ITelemetryStore telemetry, IOwnLife ownLife, LaneOptions options)
{
    /// <summary>Judges every point that the draft could concern.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="inUse">The packs in use, against which a breach is new or known.</param>
    /// <param name="window">The window; periods that begin in it are reported.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<DraftOutcome> JudgeAsync(RulePack draft, IReadOnlyList<RulePack> inUse, TimeRange window, CancellationToken cancellationToken)
    {
        TopologySnapshot topology = await registry.GetAsync(cancellationToken).ConfigureAwait(false);
        TimeRangeSet outages = (await ownLife.ReadAsync(cancellationToken).ConfigureAwait(false)).Times;
        var samples = new PointSamples(telemetry);
        var breaches = new List<DraftBreach>();
        int points = 0;
        int removed = 0;
        long read = 0;
        foreach (SiteTopology site in topology.Sites)
        {
            foreach (PointPlan point in site.Points.Where(p => Concerns(draft, p)))
            {
                var sorted = new List<ChannelSample>();
                var range = new TimeRange(PointHistory.ReadFrom(point, options, window.Start), window.End);
                await foreach (ChannelSample sample in samples.ReadAsync(topology, point, range, options, cancellationToken).ConfigureAwait(false))
                    sorted.Add(sample);
                points++;
                removed += WasRemoved(topology, point.PointId, range) ? 1 : 0;
                read += sorted.Count;
                breaches.AddRange(Judge(site.Slug, point, draft, inUse, new Stored(sorted, outages), window));
            }
        }

        return new DraftOutcome(breaches, points, read, removed);
    }

    private bool WasRemoved(TopologySnapshot topology, int pointId, TimeRange range) => telemetry is IRolledTelemetry rolled
        && topology.Devices.Values.SelectMany(d => d.Channels.Values).Any(c => c.Assignments.Any(a => a.PointId == pointId
            && a.During.Intersect(range) is { IsEmpty: false } part && rolled.Removed(c.ChannelId).Meets(part.Start, part.End)));

    private static bool Concerns(RulePack draft, PointPlan point) =>
        draft.JudgesAt(point.Area.Jurisdiction) && draft.Limits.Any(l => l.NotJudged is null && (l.Quantity is null || l.Quantity.Id == point.Quantity.Id));

    private IEnumerable<DraftBreach> Judge(
        string site, PointPlan point, RulePack draft, IReadOnlyList<RulePack> inUse, Stored stored, TimeRange window)
    {
        HashSet<(string, Instant)> known = [.. Exceeded(point, inUse, stored, window).Select(f => (f.Key.LimitId, f.Key.PeriodStart))];
        foreach (Finding finding in Exceeded(point, [draft], stored, window))
            yield return new DraftBreach(site, point.PointId, finding, !known.Contains((finding.Key.LimitId, finding.Key.PeriodStart)));
    }

    private IEnumerable<Finding> Exceeded(PointPlan point, IReadOnlyList<RulePack> packs, Stored stored, TimeRange window) =>
        PointHistory.Judge(point, packs, options, stored.Samples, window.End, ownOutages: stored.Outages).Findings
            .Where(f => f.Occurrences.Count > 0 && window.Contains(f.Key.PeriodStart));

    // What is known of a point's past: its samples, and when none could come because of us.
    private sealed record Stored(IReadOnlyList<ChannelSample> Samples, TimeRangeSet Outages);
}
