namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>Moist air: saturation pressure, dew point, psychrometric wet bulb.</summary>
/// <remarks>A psychrometric wet bulb is not the natural wet bulb of the WBGT. Pure and safe from any thread.</remarks>
public static class Psychrometry
{
    /// <summary>Saturation pressure of water vapour over ice below 0 °C, over water from 0 °C, in Pa.</summary>
    /// <param name="celsius">−100 to 200 °C.</param>
    /// <remarks>Hyland and Wexler 1983, ASHRAE Handbook of Fundamentals ch. 1.</remarks>
    public static double SaturationPressure(double celsius)
    {
        double t = celsius + 273.15;
        return celsius < 0
            ? Math.Exp(-5674.5359 / t + 6.3925247 + t * (-9.677843e-3 + t * (6.2215701e-7 + t * (2.0747825e-9 - t * 9.484024e-13))) + 4.1635019 * Math.Log(t))
            : Math.Exp(-5800.2206 / t + 1.3914993 + t * (-4.8640239e-2 + t * (4.1764768e-5 - t * 1.4452093e-8)) + 6.5459673 * Math.Log(t));
    }

    /// <summary>Dew point in °C by the Magnus form with constants 17.625 and 243.04.</summary>
    /// <param name="celsius">Air temperature, −40 to 50 °C.</param>
    /// <param name="relativeHumidity">Per cent, more than 0.</param>
    /// <remarks>Alduchov and Eskridge 1996; within 0.4 %.</remarks>
    public static double DewPoint(double celsius, double relativeHumidity)
    {
        const double a = 17.625, b = 243.04;
        double g = Math.Log(relativeHumidity / 100) + a * celsius / (b + celsius);
        return b * g / (a - g);
    }

    /// <summary>Psychrometric wet bulb in °C near sea level, from temperature and humidity.</summary>
    /// <param name="celsius">−20 to 50 °C.</param>
    /// <param name="relativeHumidity">5 to 99 %.</param>
    /// <remarks>Stull 2011, J. Appl. Meteorol. Climatol. 50, eq. 1; errors −1.0 to +0.65 °C.</remarks>
    public static double StullWetBulb(double celsius, double relativeHumidity) =>
        celsius * Math.Atan(0.151977 * Math.Sqrt(relativeHumidity + 8.313659))
        + Math.Atan(celsius + relativeHumidity)
        - Math.Atan(relativeHumidity - 1.676331)
        + 0.00391838 * Math.Pow(relativeHumidity, 1.5) * Math.Atan(0.023101 * relativeHumidity)
        - 4.686035;

    /// <summary>
    /// Psychrometric wet bulb in °C that balances heat and vapour:
    /// <c>1556 ed − 1.484 ed Tw − 1556 ew + 1.484 ew Tw + 1010 (Ta − Tw) = 0</c>, pressures in hPa.
    /// </summary>
    /// <param name="celsius">Air temperature, °C.</param>
    /// <param name="dewPoint">°C, not above the air temperature.</param>
    /// <remarks>McPherson 2008, as used by Lemke and Kjellstrom 2012; e = 6.106 exp(17.27 T / (237.3 + T)).</remarks>
    public static double BalancedWetBulb(double celsius, double dewPoint)
    {
        double vapour = Magnus(dewPoint);
        return Root.Between(dewPoint, celsius, wet =>
        {
            double wetVapour = Magnus(wet);
            return (1556 - 1.484 * wet) * (vapour - wetVapour) + 1010 * (celsius - wet);
        });
    }

    private static double Magnus(double celsius) => 6.106 * Math.Exp(17.27 * celsius / (237.3 + celsius));
}
