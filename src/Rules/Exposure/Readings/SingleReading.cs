using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// Every reading on its own: a ceiling, a range with two ends, a least value, or a reading from which rest is due. Whether rest is given
/// follows from the share of work in each hour: where nobody has told that, a reading from the value on leaves it open.
/// </summary>
internal sealed class SingleReading(Limit limit, ExposureSetting setting) : LimitExposure(limit, setting)
{
    private readonly bool? restGiven = RestGiven(limit, setting);
    private readonly double? most = limit.Kind == LimitKind.Illumination ? null : limit.Value;
    private bool restLeftOpen;
    private double worst;
    private double worstBadness;
    private long covered;
    private long coveredWell;

    public override void Cover(Instant from, Instant to, in Sample sample)
    {
        long time = to.UnixMicroseconds - from.UnixMicroseconds;
        covered += time;
        if (Reading.ProvesSafety(sample))
            coveredWell += time;
    }

    protected override void Gap(Instant from, Instant to) => Log.End(from);

    public override Verdict Judge(Instant asOf, bool over)
    {
        ExposureValue exposure = Exposure(asOf);
        VerdictReasons reasons = CommonReasons(over);
        if (restLeftOpen)
            return Say(VerdictOutcome.CannotTell, reasons | VerdictReasons.Setting, exposure);
        if (Log.Any)
            return Say(VerdictOutcome.Exceeded, reasons, exposure);
        if (Samples == 0)
            return Say(VerdictOutcome.CannotTell, reasons, exposure);
        if (Span(covered) < exposure.Required * Limit.MinimumCoverage)
            reasons |= VerdictReasons.Coverage;
        else if (Span(coveredWell) < exposure.Required * Limit.MinimumCoverage)
            reasons |= VerdictReasons.Quality;
        VerdictReasons against = VerdictReasons.Coverage | VerdictReasons.Quality | VerdictReasons.AtLeast;
        return Say((reasons & against) == 0 ? VerdictOutcome.Within : VerdictOutcome.CannotTell, reasons, exposure);
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        var from = (SingleReading)other;
        worst = from.worst;
        worstBadness = from.worstBadness;
        covered = from.covered;
        coveredWell = from.coveredWell;
        restLeftOpen = from.restLeftOpen;
    }

    protected override void Restart(bool goesOn, long next) =>
        (worst, worstBadness, covered, coveredWell, restLeftOpen) = (0, double.NegativeInfinity, 0, 0, false);

    protected override void OnReading(in Sample sample)
    {
        double badness = BadnessOf(sample.Value);
        if (badness > worstBadness)
            (worst, worstBadness) = (sample.Value, badness);
        bool breaches = Breaches(sample);
        restLeftOpen |= breaches && Limit.Kind == LimitKind.RestDuty && restGiven is null;
        if (!breaches || (Limit.Kind == LimitKind.RestDuty && restGiven != false))
        {
            Log.End(sample.Time);
            return;
        }

        if (!Log.IsOpen)
            Log.Begin(sample.Time, sample.Value, sample.Time, Setting.Options.MergeWithin);
        if (badness > BadnessOf(Log.Latest.Peak))
            Log.SetPeak(sample.Value, sample.Time);
    }

    // A reading at the end of the range proves only its own side: "at least" breaches upwards, "at most" downwards.
    private bool Breaches(in Sample sample)
    {
        bool upward = (sample.Flags & SampleFlags.UnderRange) == 0 && most is { } upper
            && LimitComparison.Exceeds(sample.Value, upper, Limit.Comparison);
        bool downward = (sample.Flags & SampleFlags.OverRange) == 0 && Limit.LowerValue is { } lower
            && LimitComparison.FallsShort(sample.Value, lower);
        return upward || downward;
    }

    // What is no work in an hour is rest; the comparison takes the guard of every other one.
    private static bool? RestGiven(Limit limit, ExposureSetting setting) =>
        limit.RestPerHour is { } due && setting.Point.Area.WorkSharePercent is { } share
            ? !LimitComparison.FallsShort((100 - share) / 100 * 60, due.TotalMinutes)
            : null;

    private double BadnessOf(double value)
    {
        double above = most is { } upper ? value - upper : double.NegativeInfinity;
        double below = Limit.LowerValue is { } lower ? lower - value : double.NegativeInfinity;
        return Math.Max(above, below);
    }

    private ExposureValue Exposure(Instant asOf)
    {
        var window = new TimeRange(Period.Range.Start, asOf);
        double? value = Samples == 0 ? null : worst;
        bool whole = Span(coveredWell) >= window.Duration && !AtLeast;
        double? upper = whole ? value : AtLeast || most is null || value is null ? null : Setting.Point.RangeMax is { } top ? Math.Max(top, worst) : null;
        return new ExposureValue(window, value, value, upper, Span(covered), Span(coveredWell), window.Duration, Samples);
    }
}
