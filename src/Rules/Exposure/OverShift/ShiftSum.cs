using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// A sum over the whole shift: the time-weighted average, whose divisor stays the averaging time whatever the length of
/// the shift, unless the limit divides by the shift itself; the noise dose, which is the same sum of permitted-time shares;
/// the daily vibration, which is the same sum of squares over the time of contact; and radiation, whose sum has no divisor.
/// </summary>
internal sealed class ShiftSum : LimitExposure
{
    private readonly DoseParameters? dose;
    private readonly double limitValue;
    private readonly double scaledLimit;
    private double divisor;
    private double threshold;
    private WeightedTime sum;
    private double cachedLevel = double.NaN;
    private double cachedRate;

    public ShiftSum(Limit limit, ExposureSetting setting)
        : base(limit, setting)
    {
        dose = limit.Kind == LimitKind.Dose ? limit.Dose : null;
        limitValue = limit.Value!.Value;
        scaledLimit = Scale.OfLimit(LimitComparison.Threshold(limitValue, limit.Comparison));
        DivideBy(limit.Kind switch
        {
            LimitKind.RadiantExposure => TimeSpan.FromSeconds(1),

            // A vibration dose value is that of its own interval already; it goes on growing by fourth powers with time.
            LimitKind.DailyVibration when limit.Quantity!.Canonical.Dimension == Dimension.VibrationDose => setting.Point.ExpectedInterval,
            _ => dose?.ReferenceDuration ?? limit.AveragingTime,
        });
    }

    private bool KnownExceeds => Limit.Comparison == Comparison.Above ? sum.Known > threshold : sum.Known >= threshold;

    public override void Cover(Instant from, Instant to, in Sample sample) => CoverInUse(from, to, sample, 1);

    public override void CoverInUse(Instant from, Instant to, in Sample sample, double share)
    {
        double weight = WeightOf(Reading.Counted(sample)) * share;
        double before = sum.Known;
        sum.Add(weight, to.UnixMicroseconds - from.UnixMicroseconds, Reading.StandingOf(sample));
        if (Log.IsOpen)
        {
            Log.SetPeak(Reached(to), to);
        }
        else if (KnownExceeds)
        {
            long until = weight > 0 ? (long)Math.Ceiling((threshold - before) / weight) : 0;
            Instant start = new(Math.Clamp(from.UnixMicroseconds + until, from.UnixMicroseconds, to.UnixMicroseconds));
            Log.Begin(start, Reached(to), to, TimeSpan.Zero);
        }
    }

    protected override void Gap(Instant from, Instant to)
    {
        // Nothing is measured in a gap, so nothing further is reached in it.
    }

    public override bool CanForecast => true;

    public override Instant? PassesAt(Instant asOf, double rate) =>
        rate > 0 && (threshold - sum.Known) / rate is var missing && missing < Period.Range.Duration.TotalMicroseconds
            ? new Instant(asOf.UnixMicroseconds + Math.Max(0, (long)Math.Ceiling(missing)))
            : null;

    public override void Finish()
    {
        // While the shift runs only what is known decides; once it is over, and covered well enough, so does the
        // estimate. The whole shift is then the stretch: an average is exceeded over its window, not at an instant.
        Instant end = Period.Range.End;
        if (!Log.Any && CoversEnough(sum.Covered) && Value(end) is { } value && LimitComparison.Exceeds(value, limitValue, Limit.Comparison))
            Log.Begin(Period.Range.Start, value, end, TimeSpan.Zero);
        base.Finish();
    }

    public override Verdict Judge(Instant asOf, bool over)
    {
        ExposureValue exposure = Exposure(asOf);
        VerdictReasons reasons = CommonReasons(over);
        if (Log.Any)
        {
            if (KnownExceeds && !CoversEnough(sum.Covered, over ? Period.Range.Duration : asOf - Period.Range.Start))
                reasons |= VerdictReasons.KnownPartAlone;
            return Say(VerdictOutcome.Exceeded, reasons, exposure);
        }

        if (!over || Samples == 0)
            return Say(VerdictOutcome.CannotTell, reasons, exposure);
        if (UpperIsWithin(exposure))
            return Say(VerdictOutcome.Within, reasons, exposure);
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
        var from = (ShiftSum)other;
        (sum, divisor, threshold) = (from.sum, from.divisor, from.threshold);
    }

    protected override void Restart(bool goesOn, long next)
    {
        sum = default;
        if (Limit.DividesByShift || Limit.Kind == LimitKind.IndoorAir)
            DivideBy(Period.Range.Duration);
    }

    private void DivideBy(TimeSpan over)
    {
        divisor = over.Ticks / (double)TimeSpan.TicksPerMicrosecond / (dose is null ? 1 : 100);
        threshold = scaledLimit * divisor;
    }

    private bool CoversEnough(long microseconds) => CoversEnough(microseconds, Period.Range.Duration);

    private bool CoversEnough(long microseconds, TimeSpan required) => microseconds > 0 && Span(microseconds) >= required * Limit.MinimumCoverage;

    private double WeightOf(double value)
    {
        if (dose is null)
            return Scale.Weight(value);
        if (value != cachedLevel)
        {
            cachedLevel = value;
            cachedRate = NoiseDose.Rate(value, dose);
        }

        return cachedRate;
    }

    // With too little covered so far, what is known alone: an estimate that grows in silence is not what was reached.
    private double Reached(Instant asOf) =>
        CoversEnough(sum.Covered, asOf - Period.Range.Start) ? Value(asOf)!.Value : Scale.ValueOf(sum.Known / divisor);

    // What was measured stands for the gaps too: the sum is stretched from the covered time to the time gone by.
    private double? Value(Instant asOf)
    {
        if (sum.Covered == 0)
            return null;
        long elapsed = asOf.UnixMicroseconds - Period.Range.Start.UnixMicroseconds;
        double stretch = elapsed == sum.Covered ? 1 : elapsed / (double)sum.Covered;
        return Scale.ValueOf(sum.Total * stretch / divisor);
    }

    // Bounded only by an instrument that could have seen a breach; one that ends below the limit bounds nothing.
    private double? Upper(Instant asOf)
    {
        long open = asOf.UnixMicroseconds - Period.Range.Start.UnixMicroseconds - sum.CoveredWell;
        if (AtLeast)
            return null;
        if (open <= 0)
            return Scale.ValueOf(sum.Trusted / divisor);
        if (Setting.Point.RangeMax is not { } top)
            return null;
        return Scale.ValueOf((sum.Trusted + (WeightOf(top) * open)) / divisor);
    }

    private bool UpperIsWithin(ExposureValue exposure)
    {
        if (exposure.Upper is not { } upper || LimitComparison.Exceeds(upper, limitValue, Limit.Comparison))
            return false;
        double ordinary = Limit.Kind == LimitKind.RadiantExposure ? limitValue / Period.Range.Duration.TotalSeconds : dose?.CriterionLevel ?? limitValue;
        return sum.CoveredWell >= Period.Range.Duration.Ticks / TimeSpan.TicksPerMicrosecond || Setting.Point.RangeMax >= ordinary;
    }

    private ExposureValue Exposure(Instant asOf)
    {
        double? value = Value(asOf);
        double? lower = sum.Covered == 0 ? null : Scale.ValueOf(sum.Known / divisor);
        return new ExposureValue(
            new TimeRange(Period.Range.Start, asOf), value, lower, Upper(asOf), Span(sum.Covered), Span(sum.CoveredWell),
            Period.Range.Duration, Samples)
        {
            EquivalentLevel = dose is not null && value is { } percent ? NoiseDose.EquivalentLevel(percent, dose) : null,
        };
    }
}
