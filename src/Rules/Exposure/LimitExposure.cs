using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>What every exposure of a point is computed from.</summary>
/// <param name="Point">The point.</param>
/// <param name="Options">How time is treated.</param>
/// <param name="Track">The point's samples, which rolling windows look back on.</param>
/// <param name="OwnOutages">When this product could not receive.</param>
internal sealed record ExposureSetting(PointPlan Point, LaneOptions Options, SampleTrack Track, TimeRangeSet OwnOutages)
{
    /// <summary>Microseconds for which a sample stands at most.</summary>
    public long Hold { get; } = Math.Max(1, (long)(Options.HoldIntervals * (Point.ExpectedInterval.Ticks / TimeSpan.TicksPerMicrosecond)));

    /// <summary>Microseconds for which a sample of the use signal stands at most.</summary>
    public long UseHold { get; } = Math.Max(1, (long)(Options.HoldIntervals * ((Point.UseInterval ?? Point.ExpectedInterval).Ticks / TimeSpan.TicksPerMicrosecond)));
}

/// <summary>
/// The exposure of one point against one limit in one period, moved forward stretch by stretch. Fed with the same
/// samples it is in the same state, whatever the order in which they came.
/// </summary>
internal abstract class LimitExposure(Limit limit, ExposureSetting setting)
{
    private readonly SampleReading reading = new(limit);

    /// <summary>The stretches in breach; any at all means that the limit is exceeded.</summary>
    protected OccurrenceLog Log;

    public Limit Limit { get; } = limit;

    /// <summary>The stretches in breach so far.</summary>
    public ref readonly OccurrenceLog Occurrences => ref Log;

    public ExposurePeriod Period { get; private set; }

    /// <summary>Counted samples.</summary>
    public long Samples { get; private set; }

    /// <summary>Whether a counted sample had come late.</summary>
    public bool SawLate { get; private set; }

    /// <summary>Whether a counted sample came out of an imported file.</summary>
    public bool SawImported { get; private set; }

    /// <summary>Whether a counted sample stood at the top of its range.</summary>
    public bool AtLeast { get; private set; }

    /// <summary>Whether nothing stands for a time in which this product could not receive.</summary>
    public bool MissedByUs { get; private set; }

    protected ExposureSetting Setting { get; } = setting;

    protected ref readonly SampleReading Reading => ref reading;

    /// <summary>
    /// Number of the oldest sample that is still looked back on; the largest number where none is.
    /// </summary>
    public virtual long OldestNeeded => long.MaxValue;

    /// <summary>Begins a period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="goesOn">Whether it follows on the one before without a change of workers: rolling windows look across.</param>
    /// <param name="next">Number of the next sample.</param>
    public void Begin(ExposurePeriod period, bool goesOn, long next)
    {
        Period = period;
        Log = default;
        Samples = 0;
        SawLate = false;
        SawImported = false;
        AtLeast = false;
        MissedByUs = false;
        Restart(goesOn, next);
    }

    /// <summary>Takes a sample at its own instant, after the time before it was covered.</summary>
    public void Read(in Sample sample)
    {
        if (!sample.Flags.Counts())
            return;
        Samples++;
        SawLate |= (sample.Flags & SampleFlags.Late) != 0;
        SawImported |= (sample.Flags & SampleFlags.Imported) != 0;
        AtLeast |= (sample.Flags & SampleFlags.OverRange) != 0;
        OnReading(sample);
    }

    /// <summary>A stretch for which the sample stands.</summary>
    public abstract void Cover(Instant from, Instant to, in Sample sample);

    /// <summary>Whether it counts only the time in which the tool or seat is in use, as the point's use signal tells it.</summary>
    public bool ByUse { get; } = limit.Kind is LimitKind.DailyVibration or LimitKind.PermittedDuration;

    /// <summary>A stretch for which the sample stands, of which a share (0–1) was in use.</summary>
    public virtual void CoverInUse(Instant from, Instant to, in Sample sample, double share) => Cover(from, to, sample);

    /// <summary>A stretch for which nothing stands.</summary>
    public void Miss(Instant from, Instant to)
    {
        MissedByUs = MissedByUs || Setting.OwnOutages.Meets(from, to);
        Gap(from, to);
    }

    /// <summary>The period is over: ends what lasts.</summary>
    public virtual void Finish() => Log.End(Period.Range.End);

    /// <summary>What the limit says.</summary>
    /// <param name="asOf">How far time has come.</param>
    /// <param name="over">Whether the period is over.</param>
    public abstract Verdict Judge(Instant asOf, bool over);

    /// <summary>Whether it goes on from what is known, so that one can say when it will pass the limit.</summary>
    public virtual bool CanForecast => false;

    /// <summary>When the known part alone will have passed the limit if every microsecond from now on adds so much; null for never.</summary>
    /// <param name="asOf">How far time has come.</param>
    /// <param name="rate">What a unit of time adds, on the scale of the exposure.</param>
    public virtual Instant? PassesAt(Instant asOf, double rate) => null;

    /// <summary>On which scale values add up.</summary>
    public ExposureScale Scale { get; } = new(limit);

    /// <summary>Takes over the state of another exposure of the same limit and point.</summary>
    public virtual void CopyFrom(LimitExposure other)
    {
        Log = other.Log;
        Period = other.Period;
        Samples = other.Samples;
        SawLate = other.SawLate;
        SawImported = other.SawImported;
        AtLeast = other.AtLeast;
        MissedByUs = other.MissedByUs;
    }

    /// <summary>What a stretch for which nothing stands does to the exposure.</summary>
    protected abstract void Gap(Instant from, Instant to);

    /// <summary>Empties what belongs to a period.</summary>
    protected abstract void Restart(bool goesOn, long next);

    /// <summary>A counted reading.</summary>
    protected virtual void OnReading(in Sample sample)
    {
    }

    /// <summary>Reasons that every verdict has alike.</summary>
    protected VerdictReasons CommonReasons(bool over)
    {
        VerdictReasons reasons = over ? VerdictReasons.None : VerdictReasons.InProgress;
        if (Samples == 0)
            reasons |= VerdictReasons.NoData;
        if (AtLeast)
            reasons |= VerdictReasons.AtLeast;
        if (SawLate)
            reasons |= VerdictReasons.FoundLate;
        if (SawImported)
            reasons |= VerdictReasons.Imported;
        if (MissedByUs)
            reasons |= VerdictReasons.OwnOutage;
        return reasons;
    }

    protected Verdict Say(VerdictOutcome outcome, VerdictReasons reasons, ExposureValue exposure) =>
        new(Limit, Setting.Point.PointId, Period, outcome, reasons, exposure);

    protected static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
