namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>Sun position, direct share of the irradiance, and wind at 2 m, as the Liljegren model derives them.</summary>
/// <remarks>Pure and safe from any thread.</remarks>
public static class SunAndWind
{
    private const double SolarConstant = 1367;
    private const double LargestClearness = 0.85;
    private static readonly double LowestCosine = Math.Cos(89.5 * Math.PI / 180);

    // EPA-454/R-99-005 §6.2.5 (solar radiation and wind): rows by wind, columns by irradiance.
    private static readonly double[] WindSteps = [2, 3, 5, 6];
    private static readonly double[] SunSteps = [925, 675, 175];
    private static readonly int[][] DayClass = [[1, 1, 2, 4], [1, 2, 3, 4], [2, 2, 3, 4], [3, 3, 4, 4], [3, 4, 4, 4]];
    private static readonly double[] UrbanExponent = [0.15, 0.15, 0.20, 0.25, 0.30, 0.30];

    /// <summary>
    /// Direct share of the irradiance: <c>exp(3 − 1.34 s − 1.65 / s)</c>, s = irradiance over that above the air, at most 0.85.
    /// </summary>
    /// <param name="solar">Global irradiance, W/m².</param>
    /// <param name="cosineZenith">Cosine of the zenith angle.</param>
    /// <param name="distance">Earth to sun in astronomical units, about 0.983 to 1.017.</param>
    /// <param name="clamp">Largest share; 0.9 in the authors' program.</param>
    /// <returns>0 to <paramref name="clamp"/>; 0 with the sun lower than half a degree.</returns>
    /// <remarks>Liljegren et al. 2008, eq. 13.</remarks>
    public static double DirectShare(double solar, double cosineZenith, double distance, double clamp = 0.9)
    {
        if (cosineZenith < LowestCosine || solar <= 0)
            return 0;
        double clearness = Math.Min(LargestClearness, solar * distance * distance / (SolarConstant * cosineZenith));
        return Math.Clamp(Math.Exp(3 - 1.34 * clearness - 1.65 / clearness), 0, clamp);
    }

    /// <summary>
    /// Wind at 2 m from wind at 10 m by the power law over built-up land, its exponent from the stability of the air.
    /// </summary>
    /// <param name="wind10">m/s at 10 m.</param>
    /// <param name="solar">W/m².</param>
    /// <param name="cosineZenith">Above 0 is day.</param>
    /// <remarks>EPA-454/R-99-005 §6.2.5; at night without a temperature profile the air is taken as cooling from below.</remarks>
    public static double WindAt2(double wind10, double solar, double cosineZenith)
    {
        int stability = cosineZenith > 0
            ? DayClass[WindSteps.Count(s => wind10 >= s)][SunSteps.Count(s => solar < s)]
            : NightClass(wind10);
        return wind10 * Math.Pow(2.0 / 10, UrbanExponent[stability - 1]);
    }

    /// <summary>Cosine of the sun's zenith angle and its distance in astronomical units.</summary>
    /// <param name="utc">Instant, 1950 to 2050.</param>
    /// <param name="latitude">Degrees, north positive.</param>
    /// <param name="longitude">Degrees, east positive.</param>
    /// <remarks>The Astronomical Almanac's low-precision formulas (Michalsky 1988), within 0.01°; without refraction.</remarks>
    public static (double CosineZenith, double Distance) Sun(DateTimeOffset utc, double latitude, double longitude)
    {
        double days = (utc.ToUniversalTime() - new DateTimeOffset(2000, 1, 1, 12, 0, 0, TimeSpan.Zero)).TotalDays;
        double anomaly = Radians(357.528 + 0.9856003 * days);
        double longitudeOfSun = Radians(280.460 + 0.9856474 * days + 1.915 * Math.Sin(anomaly) + 0.020 * Math.Sin(2 * anomaly));
        double tilt = Radians(23.439 - 4e-7 * days);
        double declination = Math.Asin(Math.Sin(tilt) * Math.Sin(longitudeOfSun));
        double ascension = Math.Atan2(Math.Cos(tilt) * Math.Sin(longitudeOfSun), Math.Cos(longitudeOfSun));
        double sidereal = Radians(280.46062 + 360.98564737 * days + longitude);
        double cosine = Math.Sin(Radians(latitude)) * Math.Sin(declination)
            + Math.Cos(Radians(latitude)) * Math.Cos(declination) * Math.Cos(sidereal - ascension);
        return (cosine, 1.00014 - 0.01671 * Math.Cos(anomaly) - 0.00014 * Math.Cos(2 * anomaly));
    }

    private static int NightClass(double wind) => wind >= 2.5 ? 4 : wind >= 2 ? 5 : 6;

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
