using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// A peak that is permitted for a stated time a day: no reading may pass the peak itself, and the time above the acceptable ceiling
/// must not add up to more than the stated one.
/// </summary>
/// <remarks>29 CFR 1910.1000 Table Z-2.</remarks>
internal sealed class PermittedPeak : LimitExposure
{
    private readonly double ceiling;
    private readonly long permitted;
    private double worst;
    private long above;
    private long covered;
    private long coveredWell;

    public PermittedPeak(Limit limit, ExposureSetting setting)
        : base(limit, setting)
    {
        ceiling = LimitComparison.Threshold(limit.CountsAbove!.Value, Comparison.Above);
        permitted = limit.DailyTime!.To.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    public override void Cover(Instant from, Instant to, in Sample sample)
    {
        long time = to.UnixMicroseconds - from.UnixMicroseconds;
        covered += time;
        if (Reading.ProvesSafety(sample))
            coveredWell += time;
        if (!IsAbove(sample))
            return;
        long before = above;
        above += time;
        if (above > permitted && !Log.IsOpen)
        {
            Instant begins = new(from.UnixMicroseconds + Math.Max(0, permitted - before));
            Log.Begin(begins, sample.Value, begins, TimeSpan.Zero);
        }
    }

    protected override void Gap(Instant from, Instant to) => Log.End(from);

    public override Verdict Judge(Instant asOf, bool over)
    {
        var window = new TimeRange(Period.Range.Start, asOf);
        double? value = Samples == 0 ? null : worst;
        bool whole = Span(coveredWell) >= window.Duration && !AtLeast;
        double? upper = whole ? value : AtLeast || value is null ? null : Setting.Point.RangeMax is { } top ? Math.Max(top, worst) : null;
        var exposure = new ExposureValue(window, value, value, upper, Span(covered), Span(coveredWell), window.Duration, Samples);
        VerdictReasons reasons = CommonReasons(over);
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
        var from = (PermittedPeak)other;
        (worst, above, covered, coveredWell) = (from.worst, from.above, from.covered, from.coveredWell);
    }

    protected override void Restart(bool goesOn, long next) => (worst, above, covered, coveredWell) = (double.NegativeInfinity, 0, 0, 0);

    protected override void OnReading(in Sample sample)
    {
        worst = Math.Max(worst, sample.Value);
        bool passes = ProvesBreach(sample) && LimitComparison.Exceeds(sample.Value, Limit.Value!.Value, Limit.Comparison);
        if (!passes && !(above > permitted && IsAbove(sample)))
        {
            Log.End(sample.Time);
            return;
        }

        if (!Log.IsOpen)
            Log.Begin(sample.Time, sample.Value, sample.Time, Setting.Options.MergeWithin);
        if (sample.Value > Log.Latest.Peak)
            Log.SetPeak(sample.Value, sample.Time);
    }

    private bool IsAbove(in Sample sample) => ProvesBreach(sample) && sample.Value > ceiling;

    private static bool ProvesBreach(in Sample sample) => (sample.Flags & SampleFlags.UnderRange) == 0;
}
