using CsCheck;
using K3Monitor.Rules.Formulas;
using K3Monitor.Rules.Formulas.Heat;

namespace K3Monitor.Rules.Tests.Formulas;

public sealed class HeatTests
{
    [Fact]
    public void A_globe_and_its_radiant_temperature_are_inverse_in_every_convection() =>
        Gen.Select(Gen.Double[273, 320], Gen.Double[-20, 60], Gen.Double[0.05, 20], Gen.Double[0.04, 0.2], Gen.Enum<Convection>())
            .Sample((air, warmer, wind, diameter, convection) =>
            {
                double radiant = air + warmer;
                double globe = Globe.FromMeanRadiant(radiant, air, wind, diameter, 0.95, convection);
                return Math.Abs(Globe.MeanRadiant(globe, air, wind, diameter, 0.95, convection) - radiant) < 1e-6;
            });

    [Fact]
    public void A_wet_bulb_lies_between_dew_point_and_air() => Gen.Select(Gen.Double[0, 45], Gen.Double[10, 100]).Sample((air, humidity) =>
    {
        double dew = Psychrometry.DewPoint(air, humidity), wet = Psychrometry.BalancedWetBulb(air, dew);
        return dew <= wet + 1e-9 && wet <= air + 1e-9;
    });

    [Fact]
    public void Saturation_pressure_rises_and_joins_at_the_freezing_point() => Gen.Select(Gen.Double[-90, 190], Gen.Double[0.5, 5]).Sample((celsius, more) =>
        Psychrometry.SaturationPressure(celsius + more) > Psychrometry.SaturationPressure(celsius)
        && Math.Abs(Psychrometry.SaturationPressure(-1e-9) - Psychrometry.SaturationPressure(0)) < 0.1);

    [Fact]
    public void More_sun_and_more_vapour_never_lower_an_estimate() =>
        Gen.Select(Gen.Double[283, 315], Gen.Double[0.2, 0.85], Gen.Double[0.2, 8], Gen.Double[0, 900], Gen.Double[0.1, 1]).Sample((air, humidity, wind, sun, cosine) =>
        {
            var weather = new Weather(air, humidity, 1010, wind, sun, 0.5, cosine);
            double wbgt = Liljegren.Estimate(weather).Wbgt;
            return Liljegren.Estimate(weather with { Solar = sun + 50 }).Wbgt > wbgt
                && Liljegren.Estimate(weather with { RelativeHumidity = humidity + 0.1 }).Wbgt > wbgt;
        }, iter: 200);

    [Theory]
    [InlineData("2000-06-21T12:01:45Z", 23.44, 0, 1, 1.0163)]
    [InlineData("2000-01-03T12:04:30Z", -22.8, 0, 1, 0.9833)]
    [InlineData("2026-03-20T12:07:30Z", 0, 0, 1, 0.9959)]
    [InlineData("2026-03-20T18:07:30Z", 0, 0, 0, 0.9959)]
    [InlineData("2026-03-20T05:00:30Z", 0, 106.75, 1, 0.9959)]
    public void The_sun_stands_where_the_almanac_has_it(string utc, double latitude, double longitude, double cosine, double distance)
    {
        var sun = SunAndWind.Sun(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), latitude, longitude);

        Assert.Equal(cosine, sun.CosineZenith, 2e-3);
        Assert.Equal(distance, sun.Distance, 3e-4);
    }

    [Fact]
    public void A_night_has_no_direct_beam_and_still_an_estimate()
    {
        var night = Liljegren.Estimate(new Weather(300, 0.8, 1010, 1, 0, 0, -0.5));

        Assert.Equal(0, SunAndWind.DirectShare(500, -0.1, 1));
        Assert.InRange(night.Wbgt, 20, 27);
    }

    [Fact]
    public void Indoors_and_outdoors_agree_where_globe_and_air_agree() => Gen.Select(Gen.Double[10, 35], Gen.Double[15, 50]).Sample((wet, air) =>
        Math.Abs(Wbgt.Indoor(wet, air) - Wbgt.Outdoor(wet, air, air)) < 1e-9);

    [Fact]
    public void Harder_work_and_no_acclimatisation_lower_every_limit() => Gen.Select(Gen.Double[100, 600], Gen.Double[1, 100]).Sample((rate, more) =>
        HeatLimits.NioshExposureLimit(rate + more) < HeatLimits.NioshExposureLimit(rate)
        && HeatLimits.NioshAlertLimit(rate) < HeatLimits.NioshExposureLimit(rate)
        && HeatLimits.Iso7243Reference(rate + more, true) <= HeatLimits.Iso7243Reference(rate, true)
        && HeatLimits.Iso7243Reference(rate, false) < HeatLimits.Iso7243Reference(rate, true));

    [Theory]
    [InlineData(31.99999, true, 0, 0)]
    [InlineData(32.0, true, 10, 10)]
    [InlineData(32.99999, false, 5, 10)]
    [InlineData(33.0, false, 10, 10)]
    public void A_reading_is_never_rounded_up_to_a_rest(double wbgt, bool heavy, double least, double most) =>
        Assert.Equal((least, most), SingaporeRules.RestMinutesPerHour(wbgt, heavy));

    [Theory]
    [InlineData(125, 33)]
    [InlineData(125.1, 30)]
    [InlineData(465, 26)]
    [InlineData(465.1, 25)]
    public void The_edge_of_a_metabolic_class_belongs_to_the_lower_class(double rate, double limit) =>
        Assert.Equal(limit, HeatLimits.Iso7243Reference(rate, true));
}
