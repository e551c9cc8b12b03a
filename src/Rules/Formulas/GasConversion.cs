using K3Monitor.Measurements;

namespace K3Monitor.Rules.Formulas;

/// <summary>Volume fraction and mass concentration of one gas, and lower explosive limits.</summary>
/// <remarks>Pure and safe from any thread. A dust has no ppm.</remarks>
public static class GasConversion
{
    /// <summary>Litres per mole of an ideal gas: <c>22.414 × (T / 273.15) × (101.325 / P)</c>.</summary>
    /// <param name="temperatureCelsius">Above −273.15 °C.</param>
    /// <param name="pressureKilopascal">Above 0 kPa.</param>
    /// <returns>24.47 at 25 °C, 24.06 at 20 °C. Tables of law round: 24.45 (ACGIH, OSHA), 24.05526 (EH40).</returns>
    public static double MolarVolume(double temperatureCelsius, double pressureKilopascal) =>
        new GasConditions(temperatureCelsius, pressureKilopascal).MolarVolumeLitres;

    /// <summary>mg/m³ from ppm: <c>ppm × M / Vm</c>.</summary>
    /// <param name="ppm">Parts per million by volume.</param>
    /// <param name="molarMass">g/mol, above 0.</param>
    /// <param name="molarVolume">L/mol, above 0.</param>
    public static double ToMilligrams(double ppm, double molarMass, double molarVolume) => ppm * molarMass / molarVolume;

    /// <summary>ppm from mg/m³: <c>mg/m³ × Vm / M</c>.</summary>
    /// <param name="milligrams">mg/m³.</param>
    /// <param name="molarMass">g/mol, above 0.</param>
    /// <param name="molarVolume">L/mol, above 0.</param>
    public static double ToPpm(double milligrams, double molarMass, double molarVolume) => milligrams * molarVolume / molarMass;

    /// <summary>Per cent by volume from per cent of the lower explosive limit.</summary>
    /// <param name="percentLel">% LEL.</param>
    /// <param name="lelVolumePercent">The LEL itself in % by volume: 5.0 or, by IEC 60079-20-1, 4.4 for methane.</param>
    /// <remarks>A reading in % LEL means nothing without its gas and its LEL table.</remarks>
    public static double VolumePercent(double percentLel, double lelVolumePercent) => percentLel / 100 * lelVolumePercent;

    /// <summary>Per cent of the lower explosive limit from per cent by volume.</summary>
    /// <param name="volumePercent">% by volume.</param>
    /// <param name="lelVolumePercent">The LEL in % by volume, above 0.</param>
    public static double PercentLel(double volumePercent, double lelVolumePercent) => volumePercent / lelVolumePercent * 100;

    /// <summary>Parts per million from per cent by volume: ten thousand to one.</summary>
    /// <param name="volumePercent">% by volume.</param>
    public static double PpmOf(double volumePercent) => volumePercent * 10_000;

    /// <summary>True % LEL of a gas on a detector calibrated with another: reading × the maker's correlation factor.</summary>
    /// <param name="reading">% LEL shown.</param>
    /// <param name="correlationFactor">Above 0; it belongs to one instrument model and one pair of gases.</param>
    public static double CrossCalibrated(double reading, double correlationFactor) => reading * correlationFactor;
}
