namespace K3Monitor.FirmwareSim.Plants;

/// <summary>Temperatures that a heat stress meter shows, from the state of the air and its surroundings.</summary>
internal static class ThermalClimate
{
    /// <summary>0 °C in kelvin.</summary>
    internal const double ZeroCelsius = 273.15;

    private const double StefanBoltzmann = 5.670374e-8;
    private const double GlobeEmissivity = 0.95;
    private const double GlobeDiameter = 0.15;
    private const double Pressure = 1013.25;

    /// <summary>The index without sun: 0.7 natural wet bulb + 0.3 globe (ISO 7243), °C.</summary>
    internal static double Index(double naturalWetBulb, double globe) => (0.7 * naturalWetBulb) + (0.3 * globe);

    /// <summary>
    /// Temperature of a 150 mm black globe, °C: what it takes in by radiation it gives off to the air
    /// (heat balance of ISO 7726, convection 6.3·v^0.6/D^0.4 or 1.4·(ΔT/D)^0.25, the larger).
    /// </summary>
    internal static double Globe(double air, double meanRadiant, double airSpeed)
    {
        double forced = 6.3 * Math.Pow(airSpeed, 0.6) / Math.Pow(GlobeDiameter, 0.4);
        return Root(Math.Min(air, meanRadiant), Math.Max(air, meanRadiant), globe =>
        {
            double free = 1.4 * Math.Pow(Math.Abs(globe - air) / GlobeDiameter, 0.25);
            double taken = GlobeEmissivity * StefanBoltzmann * (Fourth(meanRadiant) - Fourth(globe));
            return (Math.Max(forced, free) * (globe - air)) - taken;
        });
    }

    /// <summary>Psychrometric (ventilated) wet bulb, °C, at sea level.</summary>
    internal static double WetBulb(double air, double dewPoint)
    {
        double vapour = Saturation(dewPoint);
        return Root(Math.Min(air, dewPoint), air, wet => Saturation(wet) - (6.62e-4 * Pressure * (air - wet)) - vapour);
    }

    /// <summary>
    /// Natural wet bulb, °C, after Bernard and Pourmoghani (1999): below 4 K between globe and air the wick is
    /// warmed by lack of ventilation, above it also by radiation. The two are joined over 3 to 5 K, since nature
    /// has no step there.
    /// </summary>
    internal static double NaturalWetBulb(double air, double globe, double dewPoint, double airSpeed)
    {
        double wet = WetBulb(air, dewPoint);
        double cooling = airSpeed switch { < 0.03 => 0.85, > 3 => 1, _ => 0.96 + (0.069 * Math.Log10(airSpeed)) };
        double still = air - (cooling * (air - wet));
        double lack = airSpeed switch { < 0.1 => 1.1, > 1 => -0.1, _ => (0.10 / Math.Pow(airSpeed, 1.1)) - 0.2 };
        double radiated = wet + (0.25 * (globe - air)) + lack;
        double share = Math.Clamp((globe - air - 3) / 2, 0, 1);
        return ((1 - share) * still) + (share * radiated);
    }

    /// <summary>Saturation pressure of water vapour, hPa (Magnus form, WMO 2008).</summary>
    private static double Saturation(double celsius) => 6.112 * Math.Exp(17.62 * celsius / (243.12 + celsius));

    private static double Fourth(double celsius) => Math.Pow(celsius + ZeroCelsius, 4);

    /// <summary>The zero of a rising function between two bounds, to a ten-millionth of a degree.</summary>
    private static double Root(double low, double high, Func<double, double> rising)
    {
        while (high - low > 1e-7)
        {
            double middle = (low + high) / 2;
            if (rising(middle) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }
}
