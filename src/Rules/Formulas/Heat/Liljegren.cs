using static K3Monitor.Rules.Formulas.Heat.AirProperties;

namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>The weather that the Liljegren model turns into a WBGT.</summary>
/// <param name="Air">K.</param>
/// <param name="RelativeHumidity">0 to 1, more than 0.</param>
/// <param name="Pressure">hPa.</param>
/// <param name="Wind">m/s at 2 m.</param>
/// <param name="Solar">Global irradiance on a level surface, W/m².</param>
/// <param name="DirectShare">Share of it that is the direct beam, 0 to 1.</param>
/// <param name="CosineZenith">Cosine of the sun's zenith angle; 0 or less is night.</param>
public readonly record struct Weather(
    double Air, double RelativeHumidity, double Pressure, double Wind, double Solar, double DirectShare, double CosineZenith);

/// <summary>Globe, natural wet bulb and WBGT, in K for the parts and °C for the index.</summary>
/// <param name="Globe">Black globe in K.</param>
/// <param name="NaturalWetBulb">Natural wet bulb in K.</param>
/// <param name="Wbgt">WBGT in °C with the sun term.</param>
public readonly record struct EstimatedWbgt(double Globe, double NaturalWetBulb, double Wbgt);

/// <summary>
/// WBGT outdoors from weather: the heat balances of a 50.8 mm globe and of a 7 mm wick, each solved to the root.
/// </summary>
/// <remarks>
/// Liljegren, Carhart, Lawday, Tschopp, Sharp 2008, J. Occup. Environ. Hyg. 5:645–655. The authors' program stops
/// at a step of 0.02 K and so reads 0.006 to 0.011 °C higher. An estimate; a measured WBGT is evidence, this is not.
/// Pure and safe from any thread.
/// </remarks>
public static class Liljegren
{
    private const double SlowestWind = 0.13;
    private const double SurfaceEmissivity = 0.999;
    private const double SurfaceAlbedo = 0.45;

    private const double GlobeEmissivity = 0.95;
    private const double GlobeAlbedo = 0.05;
    private const double GlobeDiameter = 0.0508;

    private const double WickEmissivity = 0.95;
    private const double WickAlbedo = 0.4;
    private const double WickDiameter = 0.007;
    private const double WickLength = 0.0254;

    /// <summary>Globe, natural wet bulb and WBGT.</summary>
    /// <param name="weather">See its members for units; values outside them give NaN or a meaningless number, never a throw.</param>
    public static EstimatedWbgt Estimate(in Weather weather)
    {
        var copy = weather;
        double globe = Root.Between(weather.Air - 60, weather.Air + 150, t => GlobeBalance(copy, t));
        double dew = DewPoint(weather.RelativeHumidity * Saturation(weather.Air));
        double wet = Root.Between(dew - 5, weather.Air + 60, t => WickBalance(copy, t));
        double wbgt = Wbgt.Outdoor(wet - 273.15, globe - 273.15, weather.Air - 273.15);
        return new EstimatedWbgt(globe, wet, wbgt);
    }

    private static double GlobeBalance(in Weather w, double globe)
    {
        double film = (globe + w.Air) / 2;
        double vapour = w.RelativeHumidity * Saturation(w.Air);
        double beam = w.CosineZenith > 0 ? w.DirectShare * (1 / (2 * w.CosineZenith) - 1) : 0;
        double sky = 0.5 * (SkyEmissivity(vapour) + SurfaceEmissivity) * Math.Pow(w.Air, 4);
        double sun = w.Solar / (2 * GlobeEmissivity * StefanBoltzmann) * (1 - GlobeAlbedo) * (beam + 1 + SurfaceAlbedo);
        double loss = SphereFilm(film, w) / (GlobeEmissivity * StefanBoltzmann) * (globe - w.Air);
        return Math.Pow(globe, 4) - (sky + sun - loss);
    }

    private static double WickBalance(in Weather w, double wet)
    {
        double film = (wet + w.Air) / 2;
        double vapour = w.RelativeHumidity * Saturation(w.Air);
        double saturated = Saturation(wet);
        double schmidt = Viscosity(film) / (Density(film, w.Pressure) * Diffusivity(film, w.Pressure));
        double ratio = HeatCapacity * MolarMassAir / MolarMassWater;
        double evaporated = Evaporation(film) / ratio * (saturated - vapour) / (w.Pressure - saturated) * Math.Pow(Prandtl / schmidt, 0.56);
        return wet - (w.Air - evaporated + WickRadiation(w, wet, vapour) / CylinderFilm(film, w));
    }

    private static double WickRadiation(in Weather w, double wet, double vapour)
    {
        const double ends = 0.25 * WickDiameter / WickLength;
        double beam = w.CosineZenith > 0
            ? w.DirectShare * (Math.Tan(Math.Acos(Math.Min(1, w.CosineZenith))) / Math.PI + ends)
            : 0;
        double longWave = StefanBoltzmann * WickEmissivity
            * (0.5 * (SkyEmissivity(vapour) + SurfaceEmissivity) * Math.Pow(w.Air, 4) - Math.Pow(wet, 4));
        return longWave + (1 - WickAlbedo) * w.Solar * ((1 - w.DirectShare) * (1 + ends) + beam + SurfaceAlbedo);
    }

    private static double SphereFilm(double film, in Weather w)
    {
        double nusselt = 2 + 0.6 * Math.Sqrt(Reynolds(film, w, GlobeDiameter)) * Math.Pow(Prandtl, 0.3333);
        return nusselt * Conductivity(film) / GlobeDiameter;
    }

    private static double CylinderFilm(double film, in Weather w)
    {
        double nusselt = 0.281 * Math.Pow(Reynolds(film, w, WickDiameter), 0.6) * Math.Pow(Prandtl, 0.44);
        return nusselt * Conductivity(film) / WickDiameter;
    }

    private static double Reynolds(double film, in Weather w, double diameter) =>
        Math.Max(w.Wind, SlowestWind) * Density(film, w.Pressure) * diameter / Viscosity(film);
}
