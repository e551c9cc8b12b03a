namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>How the air takes heat from a globe.</summary>
public enum Convection
{
    /// <summary>Forced by wind.</summary>
    Forced,

    /// <summary>Free, by the difference of temperature alone.</summary>
    Natural,

    /// <summary>The larger of both, as ISO 7726 says.</summary>
    Larger,
}

/// <summary>Black globe and mean radiant temperature.</summary>
/// <remarks>ISO 7726:1998 Annex B. Temperatures in kelvin. Pure and safe from any thread.</remarks>
public static class Globe
{
    private const double RoughnessLength = 0.01;

    /// <summary>Mean radiant temperature: <c>(Tg⁴ + h (Tg − Ta))^¼</c>, in K.</summary>
    /// <param name="globe">K.</param>
    /// <param name="air">K.</param>
    /// <param name="wind">m/s at the globe, 0 or more.</param>
    /// <param name="diameter">m, more than 0; 0.15 is the standard globe.</param>
    /// <param name="emissivity">0 to 1, more than 0; 0.95 for matt black.</param>
    /// <param name="convection">Which h: forced <c>1.1e8 v^0.6 / (ε D^0.4)</c>, natural <c>0.25e8 / ε (|Tg − Ta| / D)^¼</c>.</param>
    /// <returns>NaN when the air would take more heat than the globe can radiate: the inputs contradict each other.</returns>
    public static double MeanRadiant(double globe, double air, double wind, double diameter, double emissivity, Convection convection) =>
        Math.Pow(Math.Pow(globe, 4) + Exchange(globe - air, wind, diameter, emissivity, convection) * (globe - air), 0.25);

    /// <summary>The globe temperature that <see cref="MeanRadiant"/> turns into the given one, in K.</summary>
    /// <param name="meanRadiant">K.</param>
    /// <param name="air">K.</param>
    /// <param name="wind">m/s at the globe.</param>
    /// <param name="diameter">m.</param>
    /// <param name="emissivity">0 to 1, more than 0.</param>
    /// <param name="convection">See <see cref="MeanRadiant"/>.</param>
    /// <remarks>The globe lies between air and radiant temperature, and the balance rises with it: halving finds it.</remarks>
    public static double FromMeanRadiant(double meanRadiant, double air, double wind, double diameter, double emissivity, Convection convection) =>
        Root.Between(Math.Min(air, meanRadiant), Math.Max(air, meanRadiant), globe =>
            Math.Pow(globe, 4) + Exchange(globe - air, wind, diameter, emissivity, convection) * (globe - air) - Math.Pow(meanRadiant, 4));

    /// <summary>Wind at a lower height from that at 10 m by the logarithmic profile over short grass (roughness 0.01 m).</summary>
    /// <param name="wind10">m/s at 10 m.</param>
    /// <param name="height">m, more than 0.01; 1.1 is the height of a worker's chest.</param>
    /// <remarks>As in ECMWF thermofeel.</remarks>
    public static double WindAt(double wind10, double height) =>
        wind10 * Math.Log10(height / RoughnessLength) / Math.Log10(10 / RoughnessLength);

    private static double Exchange(double difference, double wind, double diameter, double emissivity, Convection convection)
    {
        double forced = 1.1e8 * Math.Pow(wind, 0.6) / (emissivity * Math.Pow(diameter, 0.4));
        double natural = 0.25e8 / emissivity * Math.Pow(Math.Abs(difference) / diameter, 0.25);
        return convection switch
        {
            Convection.Forced => forced,
            Convection.Natural => natural,
            _ => Math.Max(forced, natural),
        };
    }
}
