using CsCheck;
using K3Monitor.Rules.Formulas;

namespace K3Monitor.Rules.Tests.Formulas;

public sealed class ConcentrationTests
{
    private static readonly Gen<(double Value, double Minutes)> Step = Gen.Select(Gen.Double[0, 1000], Gen.Double[0.1, 60]);

    [Fact]
    public void Parts_per_million_come_back_from_milligrams() =>
        Gen.Select(Gen.Double[0, 1e5], Gen.Double[2, 400], Gen.Double[-40, 60], Gen.Double[60, 110]).Sample((ppm, mass, celsius, pressure) =>
        {
            double volume = GasConversion.MolarVolume(celsius, pressure);
            return Near(ppm, GasConversion.ToPpm(GasConversion.ToMilligrams(ppm, mass, volume), mass, volume));
        });

    [Fact]
    public void Lower_explosive_limits_come_back_from_volumes() => Gen.Select(Gen.Double[0, 100], Gen.Double[0.5, 15]).Sample((percent, lel) =>
        Near(percent, GasConversion.PercentLel(GasConversion.VolumePercent(percent, lel), lel)));

    [Fact]
    public void An_average_over_eight_hours_does_not_change_when_a_period_is_split() => Gen.Select(Step.Array[1, 8], Gen.Double[0, 1]).Sample((steps, share) =>
    {
        var (value, minutes) = steps[0];
        (double, double)[] split = [(value, minutes * share), (value, minutes * (1 - share)), .. steps[1..]];
        return Near(TimeWeighted.Over(steps, 480), TimeWeighted.Over(split, 480));
    });

    [Fact]
    public void The_worst_window_is_what_a_fine_scan_finds() => Step.Array[1, 6].Sample(steps =>
    {
        double worst = TimeWeighted.WorstWindow(steps, 15), total = steps.Sum(s => s.Minutes), scanned = 0;
        for (double start = -15; start <= total; start += 0.25)
            scanned = Math.Max(scanned, Average(steps, start));
        return worst >= scanned - 1e-9 && worst <= scanned + 1000 * 0.25 / 15 * 2;
    }, iter: 200);

    [Fact]
    public void A_peak_that_straddles_a_clock_quarter_is_not_halved()
    {
        (double, double)[] steps = [(0, 10), (300, 15), (0, 35)];

        Assert.Equal(300, TimeWeighted.WorstWindow(steps, 15), 1e-9);
    }

    [Fact]
    public void Less_than_the_window_is_still_divided_by_the_window() =>
        Assert.Equal(200, TimeWeighted.WorstWindow([(600, 5.0)], 15), 1e-9);

    [Fact]
    public void No_extended_shift_raises_a_limit_and_a_longer_one_never_eases_it() => Gen.Select(Gen.Double[1, 23.9], Gen.Double[1, 23.9]).Sample((a, b) =>
    {
        double shorter = Math.Min(a, b), longer = Math.Max(a, b);
        return ExtendedShift.BriefScalaDaily(longer) <= ExtendedShift.BriefScalaDaily(shorter) && ExtendedShift.BriefScalaDaily(shorter) <= 1
            && ExtendedShift.BriefScalaWeekly(5 * longer) <= ExtendedShift.BriefScalaWeekly(5 * shorter) && ExtendedShift.BriefScalaWeekly(5 * shorter) <= 1
            && ExtendedShift.HaberDaily(longer) <= ExtendedShift.HaberDaily(shorter) && ExtendedShift.HaberWeekly(5 * shorter) <= 1
            && ExtendedShift.LeadMicrograms(longer) <= 50;
    });

    [Fact]
    public void A_mixture_of_exactly_one_passes_also_when_binary_fractions_miss_it()
    {
        double index = MixtureIndex.Sum([0.7, 0.1, 0.1, 0.1]);

        Assert.False(MixtureIndex.Exceeds(index));
        Assert.False(MixtureIndex.Exceeds(MixtureIndex.Sum([0.1, 0.7, 0.2])));
        Assert.True(MixtureIndex.Exceeds(1.000001));
    }

    [Fact]
    public void The_mean_over_no_time_does_not_exist() => Assert.Null(TimeWeighted.Mean([(5, 0.0)]));

    private static double Average((double Value, double Minutes)[] steps, double from)
    {
        double start = 0, sum = 0;
        foreach (var (value, minutes) in steps)
        {
            sum += value * Math.Max(0, Math.Min(from + 15, start + minutes) - Math.Max(from, start));
            start += minutes;
        }
        return sum / 15;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(b));
}
