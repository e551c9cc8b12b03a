using CsCheck;
using K3Monitor.Rules.Formulas;
using K3Monitor.Rules.Formulas.Statistics;

namespace K3Monitor.Rules.Tests.Formulas;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.95, 1.6448536269514722)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.000001, -4.753424308822899)]
    public void Quantiles_of_the_normal_distribution_have_twelve_digits(double p, double z) => Assert.Equal(z, Normal.Quantile(p), 1e-9);

    [Fact]
    public void Both_forms_of_the_normal_tail_meet() =>
        Assert.Equal(Normal.Cumulative(-3 + 1e-12), Normal.Cumulative(-3 - 1e-12), 1e-13);

    [Theory]
    [InlineData(3, 0.95, 7.6559)]
    [InlineData(30, 0.95, 2.21984)]
    [InlineData(6, 0.7, 2.18674)]
    [InlineData(20, 0.7, 1.87018)]
    public void Tolerance_factors_have_the_digits_of_the_tables(int count, double confidence, double k) =>
        Assert.Equal(k, ToleranceFactor.OneSided(count, 0.95, confidence), 6e-5);

    [Fact]
    public void A_tolerance_factor_falls_with_more_results_and_rises_with_confidence() => Gen.Select(Gen.Int[3, 60], Gen.Double[0.55, 0.9]).Sample((n, confidence) =>
        ToleranceFactor.OneSided(n + 1, 0.95, confidence) < ToleranceFactor.OneSided(n, 0.95, confidence)
        && ToleranceFactor.OneSided(n, 0.95, confidence + 0.05) > ToleranceFactor.OneSided(n, 0.95, confidence), iter: 20);

    [Fact]
    public void One_result_has_no_tolerance_factor_and_no_spread()
    {
        Assert.True(double.IsNaN(ToleranceFactor.OneSided(1, 0.95, 0.7)));
        Assert.True(double.IsNaN(Lognormal.Of([2.0]).LogDeviation));
    }

    [Fact]
    public void A_change_of_unit_scales_the_mean_and_leaves_the_spread() => Gen.Select(Gen.Double[0.01, 100].Array[2, 20], Gen.Double[0.1, 1000]).Sample((values, unit) =>
    {
        var one = Lognormal.Of(values);
        var other = Lognormal.Of([.. values.Select(v => v * unit)]);
        return Math.Abs(other.GeometricMean / (one.GeometricMean * unit) - 1) < 1e-9 && Math.Abs(other.LogDeviation - one.LogDeviation) < 1e-9;
    });

    [Theory]
    [InlineData(new[] { 1.0001, 0.05, 0.02 }, PreliminaryVerdict.Fails)]
    [InlineData(new[] { 0.15, 0.1, 0.1, 0.1 }, PreliminaryVerdict.Complies)]
    [InlineData(new[] { 0.11, 0.1, 0.1 }, PreliminaryVerdict.Undecided)]
    [InlineData(new[] { 0.1, 2 }, PreliminaryVerdict.Fails)]
    public void The_preliminary_test_decides_at_its_edges(double[] ratios, PreliminaryVerdict verdict) =>
        Assert.Equal(verdict, En689.Preliminary(ratios));

    [Fact]
    public void Two_results_under_the_limit_are_no_verdict() => Assert.Null(En689.Preliminary([0.1, 0.1]));

    [Fact]
    public void Fewer_than_six_results_are_not_tested() => Assert.Null(En689.Complies(Lognormal.Of([1, 2, 3, 4, 5]), 100));

    [Fact]
    public void A_vibration_exposure_does_not_change_when_a_use_is_split() => Gen.Select(Gen.Double[0.1, 30], Gen.Double[0.1, 8], Gen.Double[0, 1]).Sample((a, hours, share) =>
        Math.Abs(Vibration.Combine([Vibration.Partial(a, hours * share), Vibration.Partial(a, hours * (1 - share))]) - Vibration.Partial(a, hours)) < 1e-9
        && Math.Abs(Vibration.CombineDoseValues([Vibration.DoseValue(a, 2, hours * share), Vibration.DoseValue(a, 2, hours * (1 - share))]) - Vibration.DoseValue(a, 2, hours)) < 1e-9);

    [Fact]
    public void Points_at_the_action_values_are_one_hundred()
    {
        Assert.Equal(100, Vibration.HandArmPoints(2.5, 8));
        Assert.Equal(100, Vibration.WholeBodyPoints(0.5, 8));
    }

    [Fact]
    public void Grid_spacing_never_passes_ten_metres() => Gen.Double[0.1, 1e5].Sample(d => LightingGrid.MaximumSpacing(d) is > 0 and <= 10);
}
