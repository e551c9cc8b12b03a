using System.Globalization;
using K3Monitor.Rules.Formulas;
using K3Monitor.Rules.Formulas.Heat;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Moist air, globe and the estimates of WBGT. None of them is a measured WBGT.</summary>
internal static class HeatEstimateTopics
{
    private static readonly CalcKey Air = Needed("t_air_C|t_air_K", "air temperature");
    private static readonly CalcKey Humidity = Needed("rh_percent", "relative humidity, more than 0 to 100");

    internal static readonly CalcTopic Saturation = new(
        "heat.saturation_pressure", "Saturation pressure of water vapour.", "Hyland and Wexler 1983; ASHRAE Fundamentals ch. 1",
        [Needed("t_C", "−100 to 200 °C; a number or a row")], [Needed("p_sat_Pa", "Pa")])
    { Formula = ComputeSaturation };

    internal static readonly CalcTopic DewPoint = new(
        "heat.dew_point", "Dew point.", "Alduchov and Eskridge 1996 (Magnus 17.625, 243.04)",
        [Air, Humidity], [Needed("t_dew_C", "°C")])
    { Formula = ComputeDewPoint };

    internal static readonly CalcTopic WetBulb = new(
        "heat.wet_bulb", "Psychrometric wet bulb; not the natural wet bulb of the WBGT.", "Stull 2011, eq. 1",
        [Air, Humidity], [Needed("t_wb_C", "°C")])
    { Formula = ComputeWetBulb };

    internal static readonly CalcTopic Simple = new(
        "heat.wbgt_estimate_simple", "WBGT from temperature and humidity: screening only.", "ACSM 1984; Australian Bureau of Meteorology",
        [Air, Humidity], [Needed("wbgt_C", "°C")])
    { Formula = ComputeSimple };

    internal static readonly CalcTopic Indoor = new(
        "heat.wbgt_estimate_indoor", "WBGT in the shade with little air movement and no radiant load.", "Bernard and Pourmoghani 1999; Lemke and Kjellstrom 2012",
        [Air, Needed("t_dew_C|rh_percent", "dew point in °C, or relative humidity")],
        [Needed("t_pwb_C", "psychrometric wet bulb, °C"), Needed("wbgt_shade_C", "°C")])
    { Formula = ComputeIndoor };

    internal static readonly CalcTopic MeanRadiant = new(
        "heat.mean_radiant", "Mean radiant temperature from a globe.", "ISO 7726:1998 Annex B",
        [Needed("globe_C|globe_K", "globe temperature"), Air, .. GlobeKeys()], [Needed("mrt_C", "°C"), Needed("mrt_K", "K")])
    { Formula = ComputeMeanRadiant };

    internal static readonly CalcTopic GlobeTemperature = new(
        "heat.globe_temperature", "Globe temperature from the mean radiant one.", "ISO 7726:1998 Annex B, inverted",
        [Needed("mrt_C|mrt_K", "mean radiant temperature"), Air, .. GlobeKeys()], [Needed("globe_C", "°C"), Needed("globe_K", "K")])
    { Formula = ComputeGlobe };

    private static CalcKey[] GlobeKeys() =>
    [
        Needed("wind_ms|wind_10m_ms", "m/s at the globe, or at 10 m (brought to 1.1 m by the logarithmic profile)"),
        Maybe("globe_diameter_m", "0.15 unless given"), Maybe("emissivity", "0.95 unless given"),
        Maybe("convection", "forced; natural; larger of natural and forced (unless given, with wind at the globe); forced with wind at 10 m"),
        Maybe("kelvin_offset", "273.15 unless given"),
    ];

    private static void ComputeSaturation(GivenReader g, AnswerWriter a)
    {
        var celsius = g.Series("t_C", Allowed.Celsius);
        if (g.Sound)
            a.Set("p_sat_Pa", celsius.Select(Psychrometry.SaturationPressure));
    }

    private static void ComputeDewPoint(GivenReader g, AnswerWriter a) => FromHumidity(g, a, "t_dew_C", Psychrometry.DewPoint);

    private static void ComputeWetBulb(GivenReader g, AnswerWriter a) => FromHumidity(g, a, "t_wb_C", Psychrometry.StullWetBulb);

    private static void ComputeSimple(GivenReader g, AnswerWriter a) => FromHumidity(g, a, "wbgt_C", Wbgt.Simple);

    private static void FromHumidity(GivenReader g, AnswerWriter a, string key, Func<double, double, double> formula)
    {
        var air = g.Has("t_air_K") ? g.Series("t_air_K", Allowed.Kelvin).Select(k => k - 273.15) : g.Series("t_air_C", Allowed.Celsius);
        var humidity = g.Series("rh_percent", Allowed.Humidity);
        int rows = Math.Max(air.Values.Length, humidity.Values.Length);
        if (g.Sound && ((air.Values.Length != rows && air.IsRow) || (humidity.Values.Length != rows && humidity.IsRow)))
            g.Fault("rh_percent", "a row must be as long as that of the air temperature");
        if (!g.Sound)
            return;
        double[] values = [.. Enumerable.Range(0, rows).Select(i => formula(At(air, i), At(humidity, i)))];
        a.Set(key, new Series(values, air.IsRow || humidity.IsRow));
    }

    private static double At(Series series, int i) => series.IsRow ? series.Values[i] : series.Single;

    private static void ComputeIndoor(GivenReader g, AnswerWriter a)
    {
        double air = Kelvin(g, "t_air", 273.15) - 273.15;
        double dew = g.FirstOf("t_dew_C", "rh_percent") == "rh_percent"
            ? Psychrometry.DewPoint(air, g.Number("rh_percent", Allowed.Humidity))
            : g.Number("t_dew_C", Allowed.Celsius);
        if (g.Sound && dew > air + 1e-9)
            g.Fault("t_dew_C", "the dew point cannot be above the air temperature");
        if (!g.Sound)
            return;
        double wet = Psychrometry.BalancedWetBulb(air, dew);
        a.Set("t_pwb_C", wet);
        a.Set("wbgt_shade_C", Wbgt.Shade(wet, air));
    }

    private static void ComputeMeanRadiant(GivenReader g, AnswerWriter a)
    {
        double zero = g.Number("kelvin_offset", new Allowed(273, 273.2), 273.15);
        double globe = Kelvin(g, "globe", zero), air = Kelvin(g, "t_air", zero);
        var (wind, diameter, emissivity, convection) = Exchange(g);
        if (!g.Sound)
            return;
        double mean = Globe.MeanRadiant(globe, air, wind, diameter, emissivity, convection);
        a.Set("mrt_C", mean - zero);
        a.Set("mrt_K", mean);
    }

    private static void ComputeGlobe(GivenReader g, AnswerWriter a)
    {
        double zero = g.Number("kelvin_offset", new Allowed(273, 273.2), 273.15);
        double mean = Kelvin(g, "mrt", zero), air = Kelvin(g, "t_air", zero);
        var (wind, diameter, emissivity, convection) = Exchange(g);
        if (!g.Sound)
            return;
        double globe = Globe.FromMeanRadiant(mean, air, wind, diameter, emissivity, convection);
        a.Set("globe_C", globe - zero);
        a.Set("globe_K", globe);
    }

    private static (double Wind, double Diameter, double Emissivity, Convection Convection) Exchange(GivenReader g)
    {
        string? windKey = g.FirstOf("wind_ms", "wind_10m_ms");
        var speeds = new Allowed(0, 120);
        double wind = windKey == "wind_10m_ms" ? Globe.WindAt(g.Number(windKey, speeds), 1.1) : g.Number("wind_ms", speeds);
        double diameter = g.Number("globe_diameter_m", new Allowed(0.005, 1), 0.15);
        double emissivity = g.Number("emissivity", new Allowed(0, 1, LowOpen: true), 0.95);
        return (wind, diameter, emissivity, ConvectionOf(g, windKey == "wind_10m_ms" ? Convection.Forced : Convection.Larger));
    }

    private static Convection ConvectionOf(GivenReader g, Convection otherwise)
    {
        if (!g.Has("convection"))
            return otherwise;
        string text = g.Text("convection").ToLower(CultureInfo.InvariantCulture);
        if (text.StartsWith("larger", StringComparison.Ordinal))
            return Convection.Larger;
        if (text is "forced" or "natural")
            return text == "forced" ? Convection.Forced : Convection.Natural;
        if (g.Sound)
            g.Unknown("convection", text, ["forced", "natural", "larger of natural and forced"]);
        return otherwise;
    }

    internal static double Kelvin(GivenReader g, string name, double zero) => g.FirstOf($"{name}_C", $"{name}_K") == $"{name}_K"
        ? g.Number($"{name}_K", Allowed.Kelvin)
        : g.Number($"{name}_C", Allowed.Celsius) + zero;
}
