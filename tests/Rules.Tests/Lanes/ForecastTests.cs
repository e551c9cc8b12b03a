using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Lanes;

/// <summary>At the present level, when will the limit be passed.</summary>
public sealed class ForecastTests
{
    private static readonly Limit Dose = Some.Limit("dose", LimitKind.Dose, QuantityCatalogue.EquivalentSoundLevel, 100) with
    {
        Unit = "%",
        Dose = new DoseParameters(85, 3, TimeSpan.FromHours(8)),
    };

    // 88 dB(A) are permitted for 4 h: begun at 8, the dose is full at 12.
    [Fact]
    public void A_dose_of_88_decibels_is_full_after_four_hours()
    {
        Forecast forecast = Of(Dose, QuantityCatalogue.EquivalentSoundLevel, Some.Steady(88, Some.At(8), Some.At(10)));

        Assert.Equal((ForecastOutcome.WillExceed, 88.0), (forecast.Outcome, Math.Round(forecast.PresentLevel!.Value, 6)));
        Assert.True((forecast.At!.Value - Some.At(12)).Duration() < TimeSpan.FromSeconds(1), forecast.At.Value.ToString());
    }

    [Fact]
    public void A_level_that_is_permitted_all_day_is_never_passed() =>
        Assert.Equal(ForecastOutcome.WillNot, Of(Dose, QuantityCatalogue.EquivalentSoundLevel, Some.Steady(80, Some.At(8), Some.At(10))).Outcome);

    [Fact]
    public void Nothing_is_said_where_nothing_was_measured_in_the_last_quarter_of_an_hour() =>
        Assert.Equal(ForecastOutcome.CannotTell, Of(Dose, QuantityCatalogue.EquivalentSoundLevel, Some.Steady(88, Some.At(8), Some.At(9, 30))).Outcome);

    // The last quarter of an hour: 14 min at 2 and one at 200 ppm are a mean of 15.2. As it goes on, 2 leaves and 15.2 comes in, so
    // that 1 min after the mean of 15.2 it is (13 × 2 + 200 + 15.2) / 15 = 16.08: it passes 16 before that, after 0.8 / 0.88 min.
    [Fact]
    public void A_rolling_mean_moves_on_with_what_leaves_it()
    {
        Sample[] samples = [.. Some.Steady(2, Some.At(8), Some.At(9, 59)), new Sample(Some.At(9, 59), 200)];

        Forecast forecast = Of(Some.Stel(16), QuantityCatalogue.CarbonMonoxide, samples);

        Assert.Equal((ForecastOutcome.WillExceed, 15.2), (forecast.Outcome, Math.Round(forecast.PresentLevel!.Value, 9)));
        Assert.Equal(0.8 / 0.88, (forecast.At!.Value - Some.At(10)).TotalMinutes, 4);
    }

    [Fact]
    public void Only_a_shift_has_a_forecast()
    {
        var lane = new Lane(new LanePlan([Some.Point(QuantityCatalogue.CarbonMonoxide)], [Some.Pack(Some.Twa(), Some.Stel())], new LaneOptions()));
        lane.Accept(1, new Sample(Some.At(5), 100), new CollectingSink());

        Assert.Empty(lane.Forecasts(1));
    }

    private static Forecast Of(Limit limit, Quantity quantity, IEnumerable<Sample> samples)
    {
        var lane = new Lane(new LanePlan([Some.Point(quantity)], [Some.Pack(limit)], new LaneOptions()));
        foreach (Sample sample in samples)
            lane.Accept(1, sample, new CollectingSink());
        lane.Tick(Some.At(10), new CollectingSink());
        return Assert.Single(lane.Forecasts(1));
    }
}
