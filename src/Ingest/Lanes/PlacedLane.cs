using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Ingest.Lanes;

/// <summary>A channel that feeds a point for a time.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="During">From and to.</param>
internal readonly record struct FedBy(int ChannelId, TimeRange During);

/// <summary>The lane of one point, and what it was built from.</summary>
/// <param name="Plan">The point.</param>
/// <param name="FedBy">The channels that feed it.</param>
/// <param name="Lane">Its lane; a lane of one point can be rebuilt without its neighbours.</param>
/// <param name="From">Start of the first period that the lane was given whole; of a blind lane, of the first period it may speak of.</param>
/// <param name="OwnRevision">Which of our own outages it knows.</param>
/// <param name="IsBlind">Whether it may say only what the known part alone exceeds: it lacks its history, or knowledge of an outage of our own.</param>
internal sealed record PlacedLane(PointPlan Plan, IReadOnlyList<FedBy> FedBy, Lane Lane, Instant From, long OwnRevision, bool IsBlind = false)
{
    /// <summary>Looking over a quarter of an hour of samples with every one of them would cost more than judging them.</summary>
    private static readonly TimeSpan ForecastEvery = TimeSpan.FromSeconds(30);

    private ILaneSink? outlet;
    private IReadOnlyList<Forecast> forecasts = [];
    private Instant forecastAt = Instant.MinValue;

    /// <summary>What becomes of the running exposures at the present level, as of at most half a minute ago.</summary>
    public IReadOnlyList<Forecast> Forecasts(Instant now)
    {
        if (now >= forecastAt && now - forecastAt < ForecastEvery)
            return forecasts;
        forecastAt = now;
        return forecasts = Lane.Forecasts(Plan.PointId);
    }

    /// <summary>From when on nobody concludes the periods of the point; null while its lane does.</summary>
    public Instant? UnjudgedFrom { get; init; }

    /// <summary>Whether it has its history, and is blind only because it does not know an outage of our own.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>The lane goes on without knowing of an outage, until it is built anew.</summary>
    public PlacedLane Outdated(Instant unjudgedFrom) =>
        IsBlind ? this : new PlacedLane(Plan, FedBy, Lane, From, OwnRevision, IsBlind: true) { UnjudgedFrom = unjudgedFrom, IsOutdated = true };

    /// <summary>Where the lane gives out: what it says of periods that it saw only in part is left out.</summary>
    public ILaneSink Outlet(LaneOutput output) => outlet ??= IsBlind ? new KnownPart(From, output) : new WholePeriods(From, null, output);

    /// <summary>The same; findings of one period are marked as brought by late data.</summary>
    public ILaneSink Outlet(LaneOutput output, Instant? late) => new WholePeriods(From, late, output);

    private sealed class WholePeriods(Instant from, Instant? late, LaneOutput output) : ILaneSink
    {
        public void Changed(Finding finding)
        {
            if (finding.Key.PeriodStart >= from)
                output.Changed(finding.Key.PeriodStart == late ? finding with { FoundLate = true } : finding);
        }

        public void Concluded(Verdict verdict)
        {
            if (verdict.Period.Range.Start >= from)
                ((ILaneSink)output).Concluded(verdict);
        }
    }

    /// <summary>
    /// What the known part alone exceeds is exceeded. Everything else that a blind lane says, above all that data are
    /// missing, may be its own blindness and waits for the store.
    /// </summary>
    private sealed class KnownPart(Instant from, LaneOutput output) : ILaneSink
    {
        public void Changed(Finding finding)
        {
            if (finding.Key.PeriodStart >= from && finding.Verdict.Outcome == VerdictOutcome.Exceeded && finding.Verdict.Limit.Kind != LimitKind.DataDuty)
                output.Changed(finding);
        }

        public void Concluded(Verdict verdict)
        {
        }
    }
}

/// <summary>Whether two plans of a point come to the same lane.</summary>
internal sealed class PlanEquality : IEqualityComparer<PointPlan>
{
    public static PlanEquality Instance { get; } = new();

    // Records compare every member, also those that come later; only what has no equality of its own is compared here.
    public bool Equals(PointPlan? x, PointPlan? y) =>
        x is not null && y is not null && x == y with { Area = x.Area } && x.Area == y.Area with { Shifts = x.Area.Shifts }
        && x.Area.Shifts.Zone.Id == y.Area.Shifts.Zone.Id && x.Area.Shifts.Shifts.Count == y.Area.Shifts.Shifts.Count
        && x.Area.Shifts.Shifts.Zip(y.Area.Shifts.Shifts).All(p => p.First == p.Second with { Days = p.First.Days } && p.First.Days.SequenceEqual(p.Second.Days));

    public int GetHashCode(PointPlan plan) => plan.PointId;
}
