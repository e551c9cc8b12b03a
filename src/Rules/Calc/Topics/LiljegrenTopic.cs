using System.Globalization;
using K3Monitor.Rules.Formulas.Heat;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>WBGT outdoors from weather.</summary>
internal static class LiljegrenTopic
{
    private const double MetresPerSecondOfMilePerHour = 0.44704;

    internal static readonly CalcTopic Topic = new(
        "heat.wbgt_estimate_liljegren", "WBGT outdoors from weather, by the heat balances of a globe and a wick.", "Liljegren et al. 2008, J. Occup. Environ. Hyg. 5:645",
        [
            Needed("t_air_C|t_air_K", "air temperature"), Needed("rh_percent|t_dew_C", "relative humidity, or dew point in °C"),
            Maybe("pressure_hPa", "1013.25 unless given"), Needed("wind_2m_ms|wind_2m_mph|wind_10m_ms", "wind; at 10 m it is brought to 2 m over built-up land"),
            Maybe("wind_2m_ms_derived", "m/s at 2 m that someone derived from wind_10m_ms; goes before our own derivation"), Maybe("wind_floor_10m_ms", "least wind at 10 m; 0 unless given"), Needed("solar_W_m2", "global irradiance, 0 or more"),
            Maybe("cos_zenith", "−1 to 1; from utc, lat and lon unless given"),
            Maybe("direct_fraction|direct_fraction_derived", "0 to 1; from irradiance and sun unless given"), Maybe("direct_fraction_clamp", "0.9 unless given"),
            Maybe("utc|lat|lon", "time in ISO 8601 (UTC) and place in degrees, north and east positive"),
        ],
        [Needed("wbgt_C", "°C"), Needed("globe_C", "50 mm globe, °C"), Needed("t_nwb_C", "natural wet bulb, °C")])
    { Formula = Compute };

    private static void Compute(GivenReader g, AnswerWriter a)
    {
        double air = HeatEstimateTopics.Kelvin(g, "t_air", 273.15);
        double humidity = HumidityOf(g, air);
        double pressure = g.Number("pressure_hPa", new Allowed(300, 1200), 1013.25);
        double solar = g.Number("solar_W_m2", new Allowed(0, 2000));
        var (cosine, distance) = Sun(g);
        double direct = Direct(g, solar, cosine, distance);
        double wind = Wind(g, solar, cosine);
        if (!g.Sound)
            return;
        var result = Liljegren.Estimate(new Weather(air, humidity, pressure, wind, solar, direct, cosine));
        a.Set("wbgt_C", result.Wbgt);
        a.Set("globe_C", result.Globe - 273.15);
        a.Set("t_nwb_C", result.NaturalWetBulb - 273.15);
    }

    private static double HumidityOf(GivenReader g, double air)
    {
        if (g.FirstOf("rh_percent", "t_dew_C") != "t_dew_C")
            return g.Number("rh_percent", Allowed.Humidity) / 100;
        double humidity = AirProperties.Saturation(g.Number("t_dew_C", Allowed.Celsius) + 273.15) / AirProperties.Saturation(air);
        if (humidity > 1 + 1e-9)
            g.Fault("t_dew_C", "the dew point cannot be above the air temperature");
        return humidity;
    }

    private static (double Cosine, double Distance) Sun(GivenReader g)
    {
        bool placed = g.Has("utc") && g.Has("lat") && g.Has("lon");
        double distance = 1, cosine = double.NaN;
        if (placed)
            (cosine, distance) = SunAt(g);
        if (g.Has("cos_zenith"))
            return (g.Number("cos_zenith", new Allowed(-1, 1)), distance);
        if (!placed)
            g.Fault("cos_zenith", "is missing: give it, or utc, lat and lon");
        return (cosine, distance);
    }

    private static (double Cosine, double Distance) SunAt(GivenReader g)
    {
        string text = g.Text("utc");
        double latitude = g.Number("lat", new Allowed(-90, 90)), longitude = g.Number("lon", new Allowed(-180, 360));
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var utc))
            return SunAndWind.Sun(utc, latitude, longitude);
        g.Fault("utc", "a time in ISO 8601 is needed, such as 2026-06-01T04:00Z");
        return (double.NaN, 1);
    }

    private static double Direct(GivenReader g, double solar, double cosine, double distance)
    {
        double clamp = g.Number("direct_fraction_clamp", Allowed.Share, 0.9);
        return g.FirstOf("direct_fraction", "direct_fraction_derived") is { } stated
            ? Math.Min(clamp, g.Number(stated, Allowed.Share))
            : SunAndWind.DirectShare(solar, cosine, distance, clamp);
    }

    private static double Wind(GivenReader g, double solar, double cosine)
    {
        var speeds = new Allowed(0, 120);
        double floor = g.Maybe("wind_floor_10m_ms", speeds) ?? 0;
        if (g.Has("wind_2m_ms_derived"))
        {
            g.Describes("wind_10m_ms");
            return g.Number("wind_2m_ms_derived", speeds);
        }
        return g.FirstOf("wind_2m_ms", "wind_2m_mph", "wind_10m_ms") switch
        {
            "wind_2m_mph" => g.Number("wind_2m_mph", speeds) * MetresPerSecondOfMilePerHour,
            "wind_10m_ms" => SunAndWind.WindAt2(Math.Max(floor, g.Number("wind_10m_ms", speeds)), solar, cosine),
            _ => g.Number("wind_2m_ms", speeds),
        };
    }
}
