using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Tests.Lanes;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Verdicts;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(25, 25, Comparison.Above, false)]
    [InlineData(25.000001, 25, Comparison.Above, true)]
    [InlineData(25.00000000001, 25, Comparison.Above, false)]
    [InlineData(10, 10, Comparison.AtOrAbove, true)]
    [InlineData(9.99, 10, Comparison.AtOrAbove, false)]
    [InlineData(31.95, 32, Comparison.AtOrAbove, false)]
    public void Rounding_noise_cannot_flip_a_tie_and_nothing_is_rounded(double figure, double limit, Comparison comparison, bool exceeds) =>
        Assert.Equal(exceeds, LimitComparison.Exceeds(figure, limit, comparison));

    [Fact]
    public void A_dose_has_the_level_that_makes_it_in_eight_hours_and_none_when_there_is_no_dose()
    {
        var dose = new DoseParameters(85, 3, TimeSpan.FromHours(8));
        Assert.Equal(88.01, NoiseDose.EquivalentLevel(200, dose)!.Value, 0.001);
        Assert.Equal(90, NoiseDose.EquivalentLevel(100, new DoseParameters(90, 5, TimeSpan.FromHours(8)))!.Value, 1e-9);
        Assert.Null(NoiseDose.EquivalentLevel(0, dose));
        Assert.Equal(0, NoiseDose.Rate(79.9, dose with { Threshold = 80 }));
        Assert.Equal(1, NoiseDose.Rate(85, dose));
    }

    [Fact]
    public void An_upper_bound_within_the_limit_is_enough_where_the_instrument_could_have_seen_a_breach()
    {
        IEnumerable<Sample> fiveHours = Some.Steady(1, Some.At(8), Some.At(13));
        // 5 h at 1 ppm and 3 h at up to 60 ppm average to at most 23.1 of 25.
        Assert.Equal(VerdictOutcome.Within, Judge(Some.Twa(), fiveHours, rangeMax: 60).Outcome);
        Assert.Equal(VerdictOutcome.CannotTell, Judge(Some.Twa(), fiveHours, rangeMax: 500).Outcome);
        Assert.Equal(VerdictOutcome.CannotTell, Judge(Some.Twa(), fiveHours, rangeMax: 20).Outcome);
        Assert.Equal(VerdictOutcome.CannotTell, Judge(Some.Twa(), fiveHours, rangeMax: null).Outcome);
    }

    [Fact]
    public void Readings_at_the_bottom_of_the_range_prove_safety_against_an_upper_limit_only()
    {
        IEnumerable<Sample> bottom = Some.Steady(0, Some.At(8), Some.At(16), flags: SampleFlags.UnderRange);
        Assert.Equal(VerdictOutcome.Within, Judge(Some.Twa(), bottom).Outcome);
        Assert.Equal(VerdictOutcome.Within, Judge(Some.Stel(), bottom).Outcome);
        Assert.Equal(VerdictOutcome.Within, Judge(Some.Ceiling(), bottom).Outcome);
        Limit range = Some.Limit("range", LimitKind.Range, QuantityCatalogue.CarbonMonoxide, 10) with { LowerValue = 0 };
        Assert.Equal((VerdictOutcome.CannotTell, VerdictReasons.Quality), (Judge(range, bottom).Outcome, Judge(range, bottom).Reasons));
    }

    [Fact]
    public void Bad_samples_are_gaps_and_never_a_breach()
    {
        Verdict verdict = Judge(Some.Ceiling(), Some.Steady(900, Some.At(8), Some.At(16), flags: SampleFlags.Bad));
        Assert.Equal((VerdictOutcome.CannotTell, VerdictReasons.NoData), (verdict.Outcome, verdict.Reasons));
        Assert.Equal(TimeSpan.Zero, verdict.Exposure.Covered);
    }

    [Fact]
    public void Late_samples_mark_what_rests_on_them()
    {
        PointJudgement judged = PointHistory.Judge(
            Some.Point(QuantityCatalogue.CarbonMonoxide), [Some.Pack(Some.Ceiling())], new LaneOptions(),
            [new Sample(Some.At(9), 90, SampleFlags.Late)], Some.At(17));
        Finding finding = Assert.Single(judged.Findings);
        Assert.True(finding.FoundLate);
        Assert.Equal(VerdictReasons.FoundLate, finding.Verdict.Reasons);
    }

    [Fact]
    public void A_shift_average_without_any_shift_lacks_a_setting()
    {
        PointPlan point = Some.Point(QuantityCatalogue.CarbonMonoxide, area: new AreaPlan(Some.NoShift()));
        PointJudgement judged = PointHistory.Judge(point, [Some.Pack(Some.Twa(), Some.Ceiling())], new LaneOptions(), Some.Steady(1, Some.At(0), Some.At(24)), Some.At(25));
        Assert.Equal(
            [(VerdictOutcome.CannotTell, VerdictReasons.Setting), (VerdictOutcome.Within, VerdictReasons.None)],
            judged.Concluded.Select(v => (v.Outcome, v.Reasons)));
    }

    [Fact]
    public void Without_a_shift_a_short_term_mean_goes_on_across_midnight()
    {
        PointPlan point = Some.Point(QuantityCatalogue.CarbonMonoxide, area: new AreaPlan(Some.NoShift()));
        IEnumerable<Sample> samples = [.. Some.Steady(0, Some.At(20), Some.At(23, 52)), .. Some.Steady(6, Some.At(23, 52), Some.At(24, 7)), .. Some.Steady(0, Some.At(24, 7), Some.At(30))];
        PointJudgement judged = PointHistory.Judge(point, [Some.Pack(Some.Stel())], new LaneOptions(), samples, Some.At(30));
        Finding finding = Assert.Single(judged.Findings);
        Assert.Equal(Some.At(24), finding.Key.PeriodStart);
        Assert.Equal(6, finding.Occurrences[0].Peak, 1e-9);
    }

    [Fact]
    public void Only_a_period_that_begins_at_or_after_the_asked_time_is_reported()
    {
        PointPlan point = Some.Point(QuantityCatalogue.CarbonMonoxide);
        PointJudgement judged = PointHistory.Judge(point, [Some.Pack(Some.Ceiling())], new LaneOptions(), Some.Steady(90, Some.At(7), Some.At(9)), Some.At(17), Some.At(8));
        Assert.Equal(Some.At(8), Assert.Single(judged.Findings).Key.PeriodStart);
        Assert.Equal(Some.At(8), PointHistory.ReadFrom(point, new LaneOptions(), Some.At(9)));
        Assert.Equal(Some.At(14, 57), PointHistory.ReadFrom(point, new LaneOptions(), Some.At(17)));
    }

    [Fact]
    public void Samples_out_of_order_and_impossible_options_are_refused()
    {
        PointPlan point = Some.Point(QuantityCatalogue.CarbonMonoxide);
        Assert.Throws<ArgumentException>(() => PointHistory.Judge(point, [], new LaneOptions(), [new Sample(Some.At(9), 1), new Sample(Some.At(8), 1)], Some.At(17)));
        Assert.Throws<ArgumentException>(() => new Lane(new LanePlan([point], [], new LaneOptions { HoldIntervals = double.NaN })));
        Assert.Throws<ArgumentException>(() => new Lane(new LanePlan([point], [], new LaneOptions { LatenessBound = TimeSpan.Zero })));
        Assert.Throws<ArgumentException>(() => new Lane(new LanePlan([point with { ExpectedInterval = TimeSpan.Zero }], [], new LaneOptions())));
    }

    private static Verdict Judge(Limit limit, IEnumerable<Sample> samples, double? rangeMax = null) => PointHistory.Judge(
        Some.Point(QuantityCatalogue.CarbonMonoxide, rangeMax: rangeMax), [Some.Pack(limit)], new LaneOptions(), samples, Some.At(17)).Concluded.Single(v => v.Period.IsShift);
}
