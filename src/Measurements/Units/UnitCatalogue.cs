using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace K3Monitor.Measurements;

/// <summary>
/// Every unit that is understood, each with the spellings that devices use. A spelling that is not listed is
/// refused: a wrong unit is worse than no reading.
/// </summary>
/// <remarks>Immutable, safe to share between threads.</remarks>
public static class UnitCatalogue
{
    /// <summary>dB(A) re 20 µPa.</summary>
    public static Unit DecibelA { get; } = new("dB(A)", Dimension.SoundLevelA);

    /// <summary>dB(C) re 20 µPa.</summary>
    public static Unit DecibelC { get; } = new("dB(C)", Dimension.SoundLevelC);

    /// <summary>Degree Celsius.</summary>
    public static Unit Celsius { get; } = new("°C", Dimension.Temperature);

    /// <summary>Degree Fahrenheit.</summary>
    public static Unit Fahrenheit { get; } = new("°F", Dimension.Temperature, 5.0 / 9.0, -160.0 / 9.0);

    /// <summary>Kelvin.</summary>
    public static Unit Kelvin { get; } = new("K", Dimension.Temperature, 1, -273.15);

    /// <summary>Parts per million by volume (bds).</summary>
    public static Unit PartsPerMillion { get; } = new("ppm", Dimension.VolumeFraction);

    /// <summary>Parts per billion (10⁹) by volume.</summary>
    public static Unit PartsPerBillion { get; } = new("ppb", Dimension.VolumeFraction, 1e-3);

    /// <summary>Percent by volume; 1 % vol is 10,000 ppm.</summary>
    public static Unit VolumePercent { get; } = new("%vol", Dimension.VolumeFraction, 1e4);

    /// <summary>Milligram per cubic metre.</summary>
    public static Unit MilligramPerCubicMetre { get; } = new("mg/m³", Dimension.MassConcentration);

    /// <summary>Microgram per cubic metre.</summary>
    public static Unit MicrogramPerCubicMetre { get; } = new("µg/m³", Dimension.MassConcentration, 1e-3);

    /// <summary>Percent of the lower explosive limit.</summary>
    public static Unit PercentLel { get; } = new("%LEL", Dimension.LowerExplosiveShare);

    /// <summary>Percent, of a dose or a share.</summary>
    public static Unit Percent { get; } = new("%", Dimension.Ratio);

    /// <summary>Percent of relative humidity.</summary>
    public static Unit RelativeHumidity { get; } = new("%RH", Dimension.RelativeHumidity);

    /// <summary>Decibel without a stated weighting.</summary>
    public static Unit Decibel { get; } = new("dB", Dimension.SoundLevel);

    /// <summary>Metre per second squared.</summary>
    public static Unit MetrePerSecondSquared { get; } = new("m/s²", Dimension.Acceleration);

    /// <summary>Metre per second to the power of 1.75, of a vibration dose value.</summary>
    public static Unit VibrationDoseUnit { get; } = new("m/s^1.75", Dimension.VibrationDose);

    /// <summary>Lux.</summary>
    public static Unit Lux { get; } = new("lx", Dimension.Illuminance);

    /// <summary>Milliwatt per square centimetre.</summary>
    public static Unit MilliwattPerSquareCentimetre { get; } = new("mW/cm²", Dimension.Irradiance);

    /// <summary>Microwatt per square centimetre.</summary>
    public static Unit MicrowattPerSquareCentimetre { get; } = new("µW/cm²", Dimension.Irradiance, 1e-3);

    /// <summary>Watt per square metre; 10 W/m² are 1 mW/cm².</summary>
    public static Unit WattPerSquareMetre { get; } = new("W/m²", Dimension.Irradiance, 0.1);

    /// <summary>Millijoule per square centimetre, of radiation gathered over time.</summary>
    public static Unit MillijoulePerSquareCentimetre { get; } = new("mJ/cm²", Dimension.RadiantExposure);

    /// <summary>Joule per square metre; 10 J/m² are 1 mJ/cm².</summary>
    public static Unit JoulePerSquareMetre { get; } = new("J/m²", Dimension.RadiantExposure, 0.1);

    /// <summary>Volt per metre.</summary>
    public static Unit VoltPerMetre { get; } = new("V/m", Dimension.ElectricField);

    /// <summary>Ampere per metre.</summary>
    public static Unit AmperePerMetre { get; } = new("A/m", Dimension.MagneticField);

    /// <summary>Millitesla.</summary>
    public static Unit Millitesla { get; } = new("mT", Dimension.FluxDensity);

    /// <summary>Tesla.</summary>
    public static Unit Tesla { get; } = new("T", Dimension.FluxDensity, 1e3);

    /// <summary>Microtesla.</summary>
    public static Unit Microtesla { get; } = new("µT", Dimension.FluxDensity, 1e-3);

    /// <summary>Metre per second.</summary>
    public static Unit MetrePerSecond { get; } = new("m/s", Dimension.Speed);

    /// <summary>Fibre per cubic centimetre.</summary>
    public static Unit FibrePerCubicCentimetre { get; } = new("f/cm³", Dimension.FibreCount);

    /// <summary>Colony-forming unit per cubic metre.</summary>
    public static Unit ColonyPerCubicMetre { get; } = new("cfu/m³", Dimension.ColonyCount);

    private static readonly FrozenDictionary<string, Unit> BySpelling = UnitSpellings.All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The canonical symbols, in no order.</summary>
    public static IEnumerable<string> Symbols => BySpelling.Values.Select(u => u.Symbol).Distinct();

    /// <summary>
    /// Finds a unit by the way a device spells it: the symbols of SI, UCUM, SenML and QUDT and what devices write. Blanks are
    /// ignored, the Greek mu and the micro sign are one, the single-character ℃ and ℉ are °C and °F, a raised figure may be a plain one.
    /// </summary>
    /// <returns>False, with <paramref name="unit"/> null, for a spelling that is not listed.</returns>
    public static bool TryFind(string? spelling, [NotNullWhen(true)] out Unit? unit)
    {
        unit = null;
        return spelling is { Length: > 0 and <= 64 } && (BySpelling.TryGetValue(spelling, out unit) || BySpelling.TryGetValue(Fold(spelling), out unit));
    }

    private static string Fold(string spelling)
    {
        var folded = new StringBuilder(spelling.Length);
        foreach (char c in WithoutVocabulary(spelling))
        {
            switch (c)
            {
                case ' ' or '\u00A0' or '\u202F' or '\t': break;
                case '\u03BC': folded.Append('\u00B5'); break;
                case '\u2103': folded.Append("°C"); break;
                case '\u2109': folded.Append("°F"); break;
                case '\u00BA': folded.Append('°'); break;
                case '\u2126': folded.Append('\u03A9'); break;
                case '\u33A5': folded.Append("m³"); break;
                case '\u338D': folded.Append("µg"); break;
                case '\u338E': folded.Append("mg"); break;
                default: folded.Append(c); break;
            }
        }

        return folded.ToString();
    }

    private static ReadOnlySpan<char> WithoutVocabulary(ReadOnlySpan<char> spelling)
    {
        foreach (string prefix in (ReadOnlySpan<string>)["http://qudt.org/vocab/unit/", "unit:", "qudt:"])
        {
            if (spelling.StartsWith(prefix, StringComparison.Ordinal))
                return spelling[prefix.Length..];
        }

        return spelling;
    }
}
