using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Lanes;

/// <summary>What all lanes of a process share.</summary>
/// <param name="Packs">Rule packs that apply.</param>
/// <param name="Options">How time is treated.</param>
/// <param name="UnverifiedOpenIncidents">
/// Whether a limit that nobody has verified opens incidents. Where it does not, its exposures and verdicts are computed all the same.
/// </param>
public sealed record LaneRules(IReadOnlyList<RulePack> Packs, LaneOptions Options, bool UnverifiedOpenIncidents = true);

/// <summary>An exposure period of a point.</summary>
/// <param name="PointId">The point.</param>
/// <param name="Start">When the period begins.</param>
internal readonly record struct PointPeriod(int PointId, Instant Start);

/// <summary>
/// The lanes of all points, each rebuilt from the store when what it depends on changes, or when a sample comes too late
/// for it. Samples find their point by the topology that the lanes were built for, as stored ones do.
/// </summary>
/// <remarks>Used by one task at a time.</remarks>
internal sealed class LaneSet(LaneRules rules, PointSamples samples, TimeProvider time)
{
    /// <summary>How far back findings are given out again: a shift of 24 h and what a rolling window looks back before it.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(26);

    /// <summary>Periods longer ago are made up for only where samples of them came; a clock that was years wrong must not bring years of periods.</summary>
    private static readonly TimeSpan LongestBlindness = TimeSpan.FromDays(90);

    private readonly Dictionary<int, PlacedLane> byPoint = [];
    private readonly List<PointPeriod> unjudged = [];
    private Dictionary<int, ChannelTopology> channels = [];
    private Dictionary<int, int[]> users = [];
    private Instant? heardBlind;
    private TopologySnapshot? current;
    private OwnOutages outages = OwnOutages.None;
    private long knownOutages = -1;

    /// <summary>Whether the lanes were built for this.</summary>
    public bool AreBuiltFor(TopologySnapshot topology) => current?.Revision == topology.Revision;

    /// <summary>
    /// Takes up our own outages: what is built from now on knows them. The lanes that are there go on, and say nothing that an
    /// outage could change, until <see cref="RestoreAsync"/> builds them anew.
    /// </summary>
    /// <returns>Whether there was anything to learn.</returns>
    public bool Learn(OwnOutages own)
    {
        if (knownOutages == own.Revision)
            return false;
        (outages, knownOutages) = (own, own.Revision);
        Instant concluded = Instant.Now(time) - LookBack;
        foreach (PlacedLane placed in byPoint.Values.ToList())
            byPoint[placed.Plan.PointId] = placed.Outdated(concluded);
        return true;
    }

    /// <summary>Where the lanes shall give out.</summary>
    public LaneOutput NewOutput() => new(rules.UnverifiedOpenIncidents);

    /// <summary>How many lanes may say only what the known part alone exceeds.</summary>
    public int Blind => byPoint.Values.Count(p => p.IsBlind);

    /// <summary>How many of them have their history, and only do not know an outage of our own.</summary>
    public int Outdated => byPoint.Values.Count(p => p.IsOutdated);

    /// <summary>The verdicts of the running period; of a blind lane without the duty to have data, which it cannot judge.</summary>
    public IReadOnlyList<Verdict> Current(int pointId) => byPoint.TryGetValue(pointId, out PlacedLane? placed)
        ? [.. placed.Lane.Current(pointId).Where(v => !placed.IsBlind || v.Limit.Kind != LimitKind.DataDuty)]
        : [];

    /// <summary>What becomes of the running exposures of a point at the present level; computed anew at most twice a minute.</summary>
    public IReadOnlyList<Forecast> Forecasts(int pointId, Instant now) =>
        byPoint.TryGetValue(pointId, out PlacedLane? placed) && !placed.IsBlind ? placed.Forecasts(now) : [];

    /// <summary>The point to which a sample belongs; null when its channel was assigned to none, or to one without a lane.</summary>
    public int? PointOf(in ChannelSample sample) =>
        channels.TryGetValue(sample.ChannelId, out ChannelTopology? channel) && channel.PointAt(sample.Sample.Time) is { } point && byPoint.ContainsKey(point)
            ? point
            : null;

    public SampleOutcome Accept(int pointId, in ChannelSample sample, LaneOutput output) => byPoint.TryGetValue(pointId, out PlacedLane? placed)
        ? placed.Lane.Accept(pointId, sample.Sample, placed.Outlet(output), sample.Sequence)
        : SampleOutcome.UnknownPoint;

    /// <summary>The points whose time of contact a point tells.</summary>
    public IReadOnlyList<int> UsersOf(int usePointId) => users.TryGetValue(usePointId, out int[]? found) ? found : [];

    public void Tick(Instant now, LaneOutput output)
    {
        foreach (PlacedLane placed in byPoint.Values)
            placed.Lane.Tick(now, placed.Outlet(output));
    }

    /// <summary>The period in which an instant of a point with a lane lies.</summary>
    public PointPeriod PeriodOf(int pointId, Instant instant) => new(pointId, byPoint[pointId].Plan.Area.Shifts.PeriodAt(instant).Range.Start);

    /// <summary>Whether the lane, when it was built, was given everything of that period that the store held.</summary>
    public bool Covers(PointPeriod period) => byPoint.TryGetValue(period.PointId, out PlacedLane? placed) && !placed.IsBlind && period.Start >= placed.From;

    /// <summary>
    /// Whether the period of a sample is one that nobody will conclude: it lies before all that a blind lane will be asked for when
    /// it sees again.
    /// </summary>
    public bool LiesBeforeBlindness(int pointId, Instant instant) =>
        byPoint.TryGetValue(pointId, out PlacedLane? placed) && BlindFrom(placed) is { } from && instant < from;

    /// <summary>Blind lanes are given what was received then: from then on periods without any sample may be unjudged too.</summary>
    public void HeardBlind(Instant received) => heardBlind = Instant.Min(heardBlind ?? received, received);

    /// <summary>The periods that nobody concluded while lanes were blind that see again; each is given out once.</summary>
    public IReadOnlyList<PointPeriod> TakeUnjudged()
    {
        PointPeriod[] taken = [.. unjudged];
        unjudged.Clear();
        return taken;
    }

    /// <summary>The oldest instant of which the store still keeps everything.</summary>
    public Instant KeptFrom(Instant now) => samples.KeptFrom(now);

    /// <summary>Whether a sample can be given a place in time; one that cannot is judged nowhere.</summary>
    public bool HasPlace(in ChannelSample sample) => PointSamples.HasPlace(sample, rules.Options);

    /// <summary>
    /// The periods of the newest samples that lie before all that the lanes were given: a stop of days may have come before
    /// they were concluded, and a breach in them would last for ever.
    /// </summary>
    public async Task<IReadOnlyList<PointPeriod>> LeftBehindAsync(CancellationToken stopping)
    {
        var left = new List<PointPeriod>();
        foreach ((int channel, LastSample newest) in await samples.LastAsync(channels.Keys, stopping).ConfigureAwait(false))
        {
            Instant time = newest.Sample.Time;
            if (channels[channel].PointAt(time) is { } point && byPoint.ContainsKey(point) && PeriodOf(point, time) is var period && !Covers(period))
                left.Add(period);
        }

        return left;
    }

    /// <summary>Builds the lanes of points that are new or changed, and feeds them what the store holds.</summary>
    /// <param name="topology">The sites as they are.</param>
    /// <param name="readable">Whether the store can be read; lanes are blind when it cannot, or ceases to be.</param>
    /// <param name="output">Takes the findings.</param>
    /// <param name="stopping">Ends the work.</param>
    /// <returns>The points whose lanes were built.</returns>
    public async Task<IReadOnlyList<int>> RebuildAsync(TopologySnapshot topology, bool readable, LaneOutput output, CancellationToken stopping)
    {
        var built = new List<int>();
        var points = new HashSet<int>();
        ILookup<int, FedBy> feeds = Feeds(topology);
        foreach (PointPlan plan in topology.Sites.SelectMany(s => s.Points))
        {
            points.Add(plan.PointId);
            FedBy[] fedBy = plan.UsePointId is { } use ? [.. feeds[plan.PointId], .. feeds[use]] : [.. feeds[plan.PointId]];
            if (byPoint.TryGetValue(plan.PointId, out PlacedLane? old)
                && PlanEquality.Instance.Equals(old.Plan, plan) && old.FedBy.SequenceEqual(fedBy))
                continue;
            readable = readable && await TryBuildAsync(topology, plan, fedBy, output, stopping).ConfigureAwait(false);
            if (!readable)
                byPoint[plan.PointId] = Blinded(NewLane(plan, fedBy, blind: true).Placed, old);
            built.Add(plan.PointId);
        }

        foreach (int gone in byPoint.Keys.Except(points).ToList())
            byPoint.Remove(gone);
        channels = topology.Devices.Values.SelectMany(d => d.Channels.Values).ToDictionary(c => c.ChannelId);
        users = byPoint.Values.Where(p => p.Plan.UsePointId is not null)
            .GroupBy(p => p.Plan.UsePointId!.Value, p => p.Plan.PointId).ToDictionary(g => g.Key, g => g.ToArray());
        current = topology;
        return built;
    }

    /// <summary>
    /// Gives blind lanes their history, as many as fit into a time, so that what comes live does not wait for all of them; those that
    /// know the least of our own outages first, so that all have their turn though outages go on coming.
    /// </summary>
    /// <returns>The points whose lanes see again.</returns>
    public async Task<IReadOnlyList<int>> RestoreAsync(TimeSpan within, WallClock wall, LaneOutput output, CancellationToken stopping)
    {
        long begun = wall.Time.GetTimestamp();
        var seeing = new List<int>();
        foreach (PlacedLane placed in byPoint.Values.Where(p => p.IsBlind).OrderBy(p => p.OwnRevision).ToList())
        {
            if (wall.Time.GetElapsedTime(begun) >= within || !await TryBuildAsync(current!, placed.Plan, placed.FedBy, output, stopping).ConfigureAwait(false))
                break;
            seeing.Add(placed.Plan.PointId);
        }

        if (heardBlind is not null && Blind == 0)
            heardBlind = null;
        return seeing;
    }

    /// <summary>Judges a period again from the store: one that is not concluded by a new lane, one that is by itself.</summary>
    /// <param name="asked">The period.</param>
    /// <param name="foundLate">Whether findings are marked as brought by late data.</param>
    /// <param name="now">The present.</param>
    /// <param name="output">Takes the findings.</param>
    /// <param name="stopping">Ends the work.</param>
    /// <exception cref="TelemetryStoreUnavailableException">The store is away; nothing was judged.</exception>
    public async Task JudgeAgainAsync(PointPeriod asked, bool foundLate, Instant now, LaneOutput output, CancellationToken stopping)
    {
        if (!byPoint.TryGetValue(asked.PointId, out PlacedLane? placed))
            return;
        ExposurePeriod period = placed.Plan.Area.Shifts.PeriodAt(asked.Start);
        if (period.Range.End + rules.Options.LatenessBound > now)
            await BuildAsync(current!, placed.Plan, placed.FedBy, foundLate ? period.Range.Start : null, output, stopping).ConfigureAwait(false);
        else
            await JudgeAloneAsync(placed.Plan, period, foundLate, now, output, stopping).ConfigureAwait(false);
    }

    private async Task<bool> TryBuildAsync(TopologySnapshot topology, PointPlan plan, IReadOnlyList<FedBy> fedBy, LaneOutput output, CancellationToken stopping)
    {
        try
        {
            await BuildAsync(topology, plan, fedBy, null, output, stopping).ConfigureAwait(false);
            return true;
        }
        catch (TelemetryStoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>A lane that was given nothing yet, and from when on it shall be.</summary>
    private (PlacedLane Placed, Instant ReadFrom) NewLane(PointPlan plan, IReadOnlyList<FedBy> fedBy, bool blind)
    {
        // Whole periods only: one that is read from its middle would lack what happened before.
        Instant oldest = Instant.Now(time) - LookBack;
        Instant whole = plan.Area.Shifts.PeriodAt(oldest).Range.Start;
        var lane = new Lane(new LanePlan([plan], rules.Packs, rules.Options) { OwnOutages = outages.Times });
        return (new PlacedLane(plan, fedBy, lane, whole, outages.Revision, blind), Instant.Min(whole, PointHistory.ReadFrom(plan, rules.Options, oldest)));
    }

    private async Task BuildAsync(
        TopologySnapshot topology, PointPlan plan, IReadOnlyList<FedBy> fedBy, Instant? late, LaneOutput output, CancellationToken stopping)
    {
        (PlacedLane placed, Instant readFrom) = NewLane(plan, fedBy, blind: false);
        ILaneSink outlet = placed.Outlet(output, late);
        await foreach (ChannelSample sample in samples.ReadAsync(topology, plan, new TimeRange(readFrom, Instant.MaxValue), rules.Options, stopping).ConfigureAwait(false))
            placed.Lane.Accept(plan.PointId, sample.Sample, outlet, sample.Sequence);
        if (byPoint.TryGetValue(plan.PointId, out PlacedLane? old) && BlindFrom(old) is { } from)
            unjudged.AddRange(Periods(plan, Instant.Max(from, placed.From - LongestBlindness), placed.From));
        byPoint[plan.PointId] = placed;
    }

    /// <summary>A blind lane in the place of another: what that one left unjudged stays so.</summary>
    private static PlacedLane Blinded(PlacedLane lane, PlacedLane? old) =>
        lane with { UnjudgedFrom = old?.UnjudgedFrom is { } from ? Instant.Min(from, lane.From) : lane.From };

    private Instant? BlindFrom(PlacedLane placed) =>
        placed.UnjudgedFrom is { } from ? heardBlind is { } heard ? Instant.Min(from, heard) : from : null;

    /// <summary>The periods of a point from the one in which an instant lies to the one that begins at another.</summary>
    private static IEnumerable<PointPeriod> Periods(PointPlan plan, Instant from, Instant to)
    {
        for (TimeRange period = plan.Area.Shifts.PeriodAt(from).Range; period.Start < to; period = plan.Area.Shifts.PeriodAt(period.End).Range)
            yield return new PointPeriod(plan.PointId, period.Start);
    }

    private async Task JudgeAloneAsync(PointPlan plan, ExposurePeriod period, bool foundLate, Instant now, LaneOutput output, CancellationToken stopping)
    {
        Instant readFrom = PointHistory.ReadFrom(plan, rules.Options, period.Range.Start);
        var sorted = new List<ChannelSample>();
        await foreach (ChannelSample sample in samples.ReadAsync(current!, plan, new TimeRange(readFrom, period.Range.End), rules.Options, stopping).ConfigureAwait(false))
            sorted.Add(sample);
        PointJudgement judged = PointHistory.Judge(
            plan, rules.Packs, rules.Options, sorted, Instant.Min(now, period.Range.End + rules.Options.LatenessBound), period.Range.Start, outages.Times);
        foreach (Finding finding in judged.Findings.Where(f => f.Key.PeriodStart == period.Range.Start))
            output.Changed(finding with { FoundLate = finding.FoundLate || foundLate });
        foreach (Verdict verdict in judged.Concluded.Where(v => v.Period.Range.Start == period.Range.Start))
            ((ILaneSink)output).Concluded(verdict);
    }

    private static ILookup<int, FedBy> Feeds(TopologySnapshot topology) =>
        topology.Devices.Values
            .SelectMany(d => d.Channels.Values)
            .SelectMany(c => c.Assignments.Select(a => (a.PointId, Feed: new FedBy(c.ChannelId, a.During))))
            .OrderBy(f => f.Feed.During.Start).ThenBy(f => f.Feed.ChannelId)
            .ToLookup(f => f.PointId, f => f.Feed);
}
