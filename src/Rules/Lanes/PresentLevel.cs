using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>
/// Says when exposures pass their limits at the present level, which is the mean of what stood in the last quarter of an hour: one
/// sample of noise says little of the next ones.
/// </summary>
internal static class PresentLevel
{
    private static readonly TimeSpan Basis = TimeSpan.FromMinutes(15);

    public static IReadOnlyList<Forecast> Forecast(PointFold fold, SampleTrack track, ExposureSetting setting) =>
        fold.Period.IsShift ? [.. fold.Exposures.Where(e => e.CanForecast || e is MissingSetting).Select(e => Of(e, fold, track, setting))] : [];

    private static Forecast Of(LimitExposure exposure, PointFold fold, SampleTrack track, ExposureSetting setting)
    {
        Limit limit = exposure.Limit;
        Forecast Say(ForecastOutcome outcome, Instant? at = null, double? level = null) => new(limit, setting.Point.PointId, outcome, at, level, Basis, fold.Frontier);
        if (exposure.Occurrences.Any && (exposure is ShiftSum || exposure.Occurrences.IsOpen))
            return Say(ForecastOutcome.Exceeded);
        if (exposure is MissingSetting || RateOf(exposure, fold, track, setting) is not { } rate)
            return Say(ForecastOutcome.CannotTell);
        double? level = LevelOf(exposure, rate);
        return exposure.PassesAt(fold.Frontier, rate) is { } at && at < exposure.Period.Range.End
            ? Say(ForecastOutcome.WillExceed, at, level)
            : Say(ForecastOutcome.WillNot, null, level);
    }

    // Backwards from the newest sample: what each one added in a unit of time, as far as it stood in the basis and in the period.
    private static double? RateOf(LimitExposure exposure, PointFold fold, SampleTrack track, ExposureSetting setting)
    {
        long until = fold.Frontier.UnixMicroseconds;
        long from = Math.Max(until - (Basis.Ticks / TimeSpan.TicksPerMicrosecond), exposure.Period.Range.Start.UnixMicroseconds);
        bool byUse = exposure.ByUse && setting.Point.UsePointId is not null;
        double? share = byUse ? MeanOf(track, from, until, setting.UseHold, isUse: true, v => Math.Clamp(v / 100, 0, 1)) : 1;
        double? rate = MeanOf(track, from, until, setting.Hold, isUse: false, exposure.Scale.Weight);
        return share == 0 ? 0 : rate * share;
    }

    private static double? MeanOf(SampleTrack track, long from, long until, long hold, bool isUse, Func<double, double> weigh)
    {
        double sum = 0;
        long covered = 0;
        long next = until;
        for (long number = track.End - 1; number >= track.First && next > from; number--)
        {
            Sample sample = track[number];
            if (((sample.Flags & SampleFlags.UseSignal) != 0) != isUse)
                continue;
            long start = Math.Max(from, sample.Time.UnixMicroseconds);
            long end = Math.Min(next, sample.Time.UnixMicroseconds + hold);
            next = Math.Min(next, sample.Time.UnixMicroseconds);
            if (end <= start || !sample.Flags.Counts())
                continue;
            sum += weigh(sample.Value) * (end - start);
            covered += end - start;
        }

        return covered > 0 ? sum / covered : null;
    }

    private static double? LevelOf(LimitExposure exposure, double rate) => exposure.Limit.Kind == LimitKind.Dose && exposure.Limit.Dose is { } dose
        ? rate > 0 ? dose.CriterionLevel + (dose.ExchangeRate * Math.Log2(rate)) : null
        : exposure.Scale.ValueOf(rate);
}
