using CsCheck;
using K3Monitor.Rules.Formulas;

namespace K3Monitor.Rules.Tests.Formulas;

public sealed class NoiseTests
{
    private static readonly Gen<double> Level = Gen.Double[60, 130];
    private static readonly Gen<(double Level, double Hours)> Period = Gen.Select(Level, Gen.Double[0.01, 12]);

    [Fact]
    public void A_dose_does_not_change_when_a_period_is_split() => Gen.Select(Period.Array[1, 8], Gen.Double[0, 1]).Sample((periods, share) =>
    {
        var (level, hours) = periods[0];
        (double, double)[] split = [(level, hours * share), (level, hours * (1 - share)), .. periods[1..]];
        return Near(NoiseDose.Percent(periods, 85, 3, 80), NoiseDose.Percent(split, 85, 3, 80));
    });

    [Fact]
    public void Doses_of_parts_of_a_day_add_up() => Gen.Select(Period.Array[0, 6], Period.Array[0, 6]).Sample((morning, afternoon) =>
        Near(NoiseDose.Percent(morning, 90, 5, 90) + NoiseDose.Percent(afternoon, 90, 5, 90), NoiseDose.Percent([.. morning, .. afternoon], 90, 5, 90)));

    [Fact]
    public void A_higher_threshold_never_raises_a_dose() => Gen.Select(Period.Array[1, 8], Level, Level).Sample((periods, a, b) =>
        NoiseDose.Percent(periods, 85, 3, Math.Max(a, b)) <= NoiseDose.Percent(periods, 85, 3, Math.Min(a, b)));

    [Fact]
    public void The_level_of_a_dose_gives_the_dose_back() => Gen.Select(Gen.Double[0.1, 5000], Gen.Double[1, 6]).Sample((dose, exchange) =>
    {
        double q = NoiseDose.Coefficient(exchange);
        return Near(dose, NoiseDose.PercentOf(NoiseDose.TimeWeightedAverage(dose, 85, q) ?? double.NaN, 85, q));
    });

    [Fact]
    public void A_level_held_for_its_permitted_time_is_a_full_dose() => Gen.Select(Level, Gen.Double[1, 6]).Sample((level, exchange) =>
        Near(100, NoiseDose.Percent([(level, NoiseDose.PermittedSeconds(level, 85, exchange) / 3600)], 85, exchange)));

    [Fact]
    public void An_energy_mean_is_never_below_the_arithmetic_mean_nor_above_the_highest() => Level.Array[1, 20].Sample(levels =>
    {
        double mean = NoiseLevels.EnergyMean(levels);
        return mean >= levels.Average() - 1e-9 && mean <= levels.Max() + 1e-9;
    });

    [Fact]
    public void Points_of_tasks_add_up_to_the_points_of_the_day() => Period.Array[1, 8].Sample(tasks =>
    {
        double points = tasks.Sum(t => NoiseLevels.PointsPerHour(t.Level) * t.Hours);
        return Near(points, NoiseLevels.Points(NoiseLevels.DailyExposure(tasks) ?? double.NaN));
    });

    [Fact]
    public void The_time_to_a_target_at_a_level_gives_that_target() => Gen.Select(Level, Level).Sample((level, target) =>
        Near(target, NoiseLevels.DailyExposure([(level, NoiseLevels.HoursTo(level, target))]) ?? double.NaN));

    [Fact]
    public void At_equal_energy_a_dose_of_one_hundred_is_the_criterion_level()
    {
        double dose = NoiseDose.Percent([(88, 4.0)], 85, 10 * Math.Log10(2));

        Assert.Equal(NoiseLevels.DailyExposure([(88, 4.0)]) ?? double.NaN, NoiseDose.TimeWeightedAverage(dose, 85, 10) ?? double.NaN, 1e-9);
    }

    [Fact]
    public void The_edge_of_the_threshold_counts()
    {
        Assert.Equal(100, NoiseDose.Percent([(90, 8.0)], 90, 5, 90), 1e-9);
        Assert.Equal(0, NoiseDose.Percent([(89.999, 8.0)], 90, 5, 90));
    }

    [Fact]
    public void No_dose_and_no_time_have_no_level()
    {
        Assert.Null(NoiseDose.TimeWeightedAverage(0, 85, 10));
        Assert.Null(NoiseLevels.DailyExposure([]));
        Assert.Null(NoiseLevels.EnergyMean([(90, 0.0)]));
        Assert.Null(NoiseLevels.Weekly(0));
        Assert.True(double.IsNaN(NoiseLevels.EnergyMean(ReadOnlySpan<double>.Empty)));
    }

    [Fact]
    public void A_rating_of_seven_or_less_protects_nothing_and_never_adds_noise()
    {
        Assert.Equal(98, HearingProtector.FromAWeighted(98, 5));
        Assert.Equal(98, HearingProtector.FieldDerated(98, 7));
        Assert.Equal(73, HearingProtector.FromCWeighted(98, 25));
        Assert.Equal(84, HearingProtector.DualDerated(98, 25));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(b));
}
