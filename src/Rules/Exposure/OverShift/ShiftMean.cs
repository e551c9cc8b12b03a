using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The mean of a whole shift that must lie between two ends, as of temperature or humidity in a room. A gap has no value that would
/// be the worst in both directions, so that there are bounds only where nothing is missing, and nothing is exceeded before the end.
/// </summary>
internal sealed class ShiftMean(Limit limit, ExposureSetting setting) : LimitExposure(limit, setting)
{
    private WeightedTime sum;

    public override void Cover(Instant from, Instant to, in Sample sample) =>
        sum.Add(sample.Value, to.UnixMicroseconds - from.UnixMicroseconds, Reading.StandingOf(sample));

    protected override void Gap(Instant from, Instant to)
    {
    }

    public override void Finish()
    {
        if (CoversEnough(sum.Covered) && Mean is { } mean && IsOutside(mean))
            Log.Begin(Period.Range.Start, mean, Period.Range.End, TimeSpan.Zero);
        base.Finish();
    }

    public override Verdict Judge(Instant asOf, bool over)
    {
        double? bound = sum.CoveredWell > 0 && Span(sum.CoveredWell) >= Period.Range.Duration ? Mean : null;
        var exposure = new ExposureValue(
            new TimeRange(Period.Range.Start, asOf), Mean, bound, bound, Span(sum.Covered), Span(sum.CoveredWell), Period.Range.Duration, Samples);
        VerdictReasons reasons = CommonReasons(over);
        if (Log.Any)
            return Say(VerdictOutcome.Exceeded, reasons, exposure);
        if (!over || Samples == 0)
            return Say(VerdictOutcome.CannotTell, reasons, exposure);
        if (!CoversEnough(sum.Covered))
            reasons |= VerdictReasons.Coverage;
        else if (!CoversEnough(sum.CoveredWell))
            reasons |= VerdictReasons.Quality;
        VerdictReasons against = VerdictReasons.Coverage | VerdictReasons.Quality | VerdictReasons.AtLeast;
        return Say((reasons & against) == 0 ? VerdictOutcome.Within : VerdictOutcome.CannotTell, reasons, exposure);
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        sum = ((ShiftMean)other).sum;
    }

    protected override void Restart(bool goesOn, long next) => sum = default;

    private double? Mean => sum.Covered > 0 ? sum.Total / sum.Covered : null;

    private bool IsOutside(double mean) =>
        (Limit.Value is { } upper && LimitComparison.Exceeds(mean, upper, Limit.Comparison))
        || (Limit.LowerValue is { } lower && LimitComparison.FallsShort(mean, lower));

    private bool CoversEnough(long microseconds) => microseconds > 0 && Span(microseconds) >= Period.Range.Duration * Limit.MinimumCoverage;
}
