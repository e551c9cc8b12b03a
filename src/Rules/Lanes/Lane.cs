using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>
/// The ordered work of one site: owns the exposure windows and verdicts of its points. It is handed samples and ticks,
/// gives out findings and concluded verdicts, and reaches for nothing outside; dropped and fed the same samples again,
/// in any order within the lateness bound, it comes to the same.
/// </summary>
/// <remarks>Not thread-safe: one caller at a time. Memory is bounded by the lateness bound and the longest rolling window.</remarks>
public sealed class Lane
{
    private readonly Dictionary<int, PointLane> points;

    /// <summary>Makes a lane that has seen nothing yet.</summary>
    /// <param name="plan">Points, packs and options.</param>
    /// <exception cref="ArgumentException">Two points have the same key, or an option or interval is out of range.</exception>
    public Lane(LanePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        LanePlanCheck.Throw(plan);
        points = plan.Points.ToDictionary(p => p.PointId, p => new PointLane(p, plan.Packs, plan.Options, plan.OwnOutages));
    }

    /// <summary>
    /// Takes a sample of a point. Samples may come out of order within <see cref="LaneOptions.LatenessBound"/> of the point's
    /// newest; an older one is refused with <see cref="SampleOutcome.TooLate"/>, and its period must be judged from the store
    /// (<see cref="PointHistory"/>).
    /// </summary>
    /// <param name="pointId">The point.</param>
    /// <param name="sample">The sample, in the canonical unit; a value that is not finite counts as bad.</param>
    /// <param name="sink">Takes what changes by it, before this returns.</param>
    /// <param name="sequence">The device's own number of the message: with the instant it tells a conflict from two readings.</param>
    public SampleOutcome Accept(int pointId, in Sample sample, ILaneSink sink, long sequence = ChannelSample.NoSequence)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return points.TryGetValue(pointId, out PointLane? point) ? point.Accept(sample, sequence, sink) : SampleOutcome.UnknownPoint;
    }

    /// <summary>
    /// Tells every point what time it is, so that silence, the end of a hold and the end of a period are noticed. Ticks that
    /// run backwards are ignored. Feed stored samples before the first tick.
    /// </summary>
    /// <param name="now">The present, in the devices' time.</param>
    /// <param name="sink">Takes what changes by it, before this returns.</param>
    public void Tick(Instant now, ILaneSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach (PointLane point in points.Values)
            point.Tick(now, sink);
    }

    /// <summary>
    /// The live exposures of a point: every limit in force in the period that runs, with the verdict so far. Empty for an
    /// unknown point, and before the first sample or tick.
    /// </summary>
    public IReadOnlyList<Verdict> Current(int pointId) => points.TryGetValue(pointId, out PointLane? point) ? point.Current() : [];

    /// <summary>
    /// What becomes of the running exposures of a point at the present level: one forecast for each limit that gathers over time. Empty for
    /// an unknown point, before the first sample or tick, and outside shifts.
    /// </summary>
    public IReadOnlyList<Forecast> Forecasts(int pointId) => points.TryGetValue(pointId, out PointLane? point) ? point.Forecasts() : [];
}
