namespace K3Monitor.Rules.Formulas;

/// <summary>Wet bulb globe temperature (Indonesian ISBB) from its measured parts.</summary>
/// <remarks>
/// The wet bulb is the natural one, in the sun and wind of the place; a psychrometric wet bulb is lower in sun.
/// ISO 7243:2017. Pure and safe from any thread. All in °C.
/// </remarks>
public static class Wbgt
{
    /// <summary>Without sun: <c>0.7 Tnwb + 0.3 Tg</c>.</summary>
    /// <param name="naturalWetBulb">°C.</param>
    /// <param name="globe">150 mm black globe, °C.</param>
    public static double Indoor(double naturalWetBulb, double globe) => 0.7 * naturalWetBulb + 0.3 * globe;

    /// <summary>In the sun: <c>0.7 Tnwb + 0.2 Tg + 0.1 Ta</c>.</summary>
    /// <param name="naturalWetBulb">°C.</param>
    /// <param name="globe">150 mm black globe, °C.</param>
    /// <param name="air">Air temperature in the shade, °C.</param>
    public static double Outdoor(double naturalWetBulb, double globe, double air) => 0.7 * naturalWetBulb + 0.2 * globe + 0.1 * air;

    /// <summary>Screening estimate from temperature and humidity: <c>0.567 Ta + 0.393 e + 3.94</c>, e in hPa.</summary>
    /// <param name="air">°C.</param>
    /// <param name="relativeHumidity">Per cent.</param>
    /// <remarks>
    /// ACSM 1984, Australian Bureau of Meteorology, <c>e = rh/100 × 6.105 exp(17.27 Ta / (237.7 + Ta))</c>. It supposes
    /// moderately strong sun and light wind; it is never evidence.
    /// </remarks>
    public static double Simple(double air, double relativeHumidity) =>
        0.567 * air + 0.393 * (relativeHumidity / 100 * 6.105 * Math.Exp(17.27 * air / (237.7 + air))) + 3.94;

    /// <summary>Shade estimate: <c>0.67 Tpwb + 0.33 Ta</c>, for little air movement and no radiant load.</summary>
    /// <param name="psychrometricWetBulb">°C.</param>
    /// <param name="air">°C.</param>
    /// <remarks>Bernard and Pourmoghani 1999, as in Lemke and Kjellstrom 2012.</remarks>
    public static double Shade(double psychrometricWetBulb, double air) => 0.67 * psychrometricWetBulb + 0.33 * air;

    /// <summary>Number of the 2 °C band: 0 below 14 °C, 1 from 14.0, …, 10 from 32.0. The lower edge belongs to the band.</summary>
    /// <param name="wbgt">°C.</param>
    /// <remarks>Royal Netherlands Meteorological Institute heat scale, as in ECMWF thermofeel.</remarks>
    public static int Band(double wbgt) => (int)Math.Clamp(Math.Floor((wbgt - 14) / 2) + 1, 0, 10);
}
