using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Ingest.Lanes;

/// <summary>What all lanes of a process share.</summary>
/// <param name="Packs">Rule packs that apply.</param>
/// <param name="Options">How time is treated.</param>
public sealed record LaneRules(IReadOnlyList<RulePack> Packs, LaneOptions Options);

/// <summary>The lanes of all sites, rebuilt from the store whenever their site changes.</summary>
/// <remarks>Used by one task at a time.</remarks>
internal sealed class LaneSet(LaneRules rules, PointSamples samples, TimeProvider time)
{
    /// <summary>A shift of 24 h, and what a rolling window looks back before it.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(26);

    private readonly Dictionary<int, (SiteTopology Site, Lane Lane)> bySite = [];
    private readonly Dictionary<int, Lane> byPoint = [];
    private readonly Dictionary<int, PointPlan> plans = [];
    private TopologySnapshot? current;

    /// <summary>The topology that the lanes were built for; −1 before the first.</summary>
    public long Revision => current?.Revision ?? -1;

    public Lane? Of(int siteId) => bySite.TryGetValue(siteId, out (SiteTopology, Lane Lane) entry) ? entry.Lane : null;

    public IReadOnlyList<Verdict> Current(int pointId) => byPoint.TryGetValue(pointId, out Lane? lane) ? lane.Current(pointId) : [];

    public void Tick(Instant now, LaneOutput output)
    {
        foreach ((_, Lane lane) in bySite.Values)
            lane.Tick(now, output);
    }

    /// <summary>Builds the lanes of sites whose points changed, and feeds them what the store holds.</summary>
    /// <returns>The points of the lanes that were built.</returns>
    public async Task<IReadOnlyList<int>> RebuildAsync(TopologySnapshot topology, LaneOutput output, CancellationToken stopping)
    {
        var built = new List<int>();
        Instant from = Instant.Now(time) - LookBack;
        foreach (SiteTopology site in topology.Sites)
        {
            if (bySite.TryGetValue(site.SiteId, out (SiteTopology Site, Lane) old) && SamePoints(old.Site, site) && SameChannels(topology, site.SiteId))
                continue;
            var lane = new Lane(new LanePlan(site.Points, rules.Packs, rules.Options));
            foreach (PointPlan point in site.Points)
            {
                await foreach (Sample sample in samples.ReadAsync(topology, point.PointId, new TimeRange(from, Instant.MaxValue), stopping).ConfigureAwait(false))
                    lane.Accept(point.PointId, sample, output);
                byPoint[point.PointId] = lane;
                plans[point.PointId] = point;
                built.Add(point.PointId);
            }

            bySite[site.SiteId] = (site, lane);
        }

        foreach (int gone in bySite.Keys.Except(topology.Sites.Select(s => s.SiteId)).ToList())
            bySite.Remove(gone);
        current = topology;
        return built;
    }

    /// <summary>Judges the periods of samples that came too late for their lane.</summary>
    public async Task RejudgeAsync(IEnumerable<(int PointId, Instant Time)> late, Instant now, LaneOutput output, CancellationToken stopping)
    {
        var periods = new HashSet<(int PointId, Instant Start)>();
        foreach ((int pointId, Instant time) in late)
        {
            if (!plans.TryGetValue(pointId, out PointPlan? plan))
                continue;
            ExposurePeriod period = plan.Area.Shifts.PeriodAt(time);
            if (!periods.Add((pointId, period.Range.Start)))
                continue;
            Instant readFrom = PointHistory.ReadFrom(plan, rules.Options, time);
            var sorted = new List<Sample>();
            await foreach (Sample sample in samples.ReadAsync(current!, pointId, new TimeRange(readFrom, period.Range.End), stopping).ConfigureAwait(false))
                sorted.Add(sample);
            PointJudgement judged = PointHistory.Judge(plan, rules.Packs, rules.Options, sorted, Instant.Min(now, period.Range.End + rules.Options.LatenessBound), period.Range.Start);
            foreach (Finding finding in judged.Findings)
                output.Changed(finding with { FoundLate = true });
            foreach (Verdict verdict in judged.Concluded)
                ((ILaneSink)output).Concluded(verdict);
        }
    }

    private static bool SamePoints(SiteTopology a, SiteTopology b) => a.Points.SequenceEqual(b.Points, PlanEquality.Instance);

    private bool SameChannels(TopologySnapshot next, int siteId) =>
        Assignments(current!, siteId).SequenceEqual(Assignments(next, siteId));

    private static IEnumerable<(int, ChannelAssignment)> Assignments(TopologySnapshot topology, int siteId) =>
        topology.Devices.Values.Where(d => d.SiteId == siteId)
            .SelectMany(d => d.Channels.Values)
            .OrderBy(c => c.ChannelId)
            .SelectMany(c => c.Assignments.Select(a => (c.ChannelId, a)));

    private sealed class PlanEquality : IEqualityComparer<PointPlan>
    {
        public static PlanEquality Instance { get; } = new();

        public bool Equals(PointPlan? x, PointPlan? y) =>
            x is not null && y is not null && x.PointId == y.PointId && x.Quantity == y.Quantity && x.ExpectedInterval == y.ExpectedInterval
            && x.RangeMax == y.RangeMax && x.Area.Workload == y.Area.Workload && x.Area.WorkSharePercent == y.Area.WorkSharePercent
            && x.Area.ConfinedSpace == y.Area.ConfinedSpace && x.Area.Shifts.Zone.Id == y.Area.Shifts.Zone.Id
            && x.Area.Shifts.Shifts.Count == y.Area.Shifts.Shifts.Count
            && x.Area.Shifts.Shifts.Zip(y.Area.Shifts.Shifts).All(p => p.First.Name == p.Second.Name && p.First.Start == p.Second.Start
                && p.First.Duration == p.Second.Duration && p.First.Days.SequenceEqual(p.Second.Days));

        public int GetHashCode(PointPlan plan) => plan.PointId;
    }
}
