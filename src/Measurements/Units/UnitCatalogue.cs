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

    private static readonly FrozenDictionary<string, Unit> BySpelling = new Dictionary<string, Unit>(StringComparer.Ordinal)
    {
        ["dB(A)"] = DecibelA,
        ["dBA"] = DecibelA,
        ["dB[A]"] = DecibelA,
        ["dB(A)SPL"] = DecibelA,
        ["dB(C)"] = DecibelC,
        ["dBC"] = DecibelC,
        ["dB[C]"] = DecibelC,
        ["°C"] = Celsius,
        ["Cel"] = Celsius,
        ["degC"] = Celsius,
        ["C"] = Celsius,
        ["°F"] = Fahrenheit,
        ["degF"] = Fahrenheit,
        ["[degF]"] = Fahrenheit,
        ["F"] = Fahrenheit,
        ["K"] = Kelvin,
        ["ppm"] = PartsPerMillion,
        ["[ppm]"] = PartsPerMillion,
        ["ppmv"] = PartsPerMillion,
        ["bds"] = PartsPerMillion,
        ["ppb"] = PartsPerBillion,
        ["[ppb]"] = PartsPerBillion,
        ["ppbv"] = PartsPerBillion,
        ["%vol"] = VolumePercent,
        ["vol%"] = VolumePercent,
        ["%VOL"] = VolumePercent,
        ["%v/v"] = VolumePercent,
        ["mg/m³"] = MilligramPerCubicMetre,
        ["mg/m3"] = MilligramPerCubicMetre,
        ["µg/m³"] = MicrogramPerCubicMetre,
        ["µg/m3"] = MicrogramPerCubicMetre,
        ["ug/m³"] = MicrogramPerCubicMetre,
        ["ug/m3"] = MicrogramPerCubicMetre,
        ["%LEL"] = PercentLel,
        ["%lel"] = PercentLel,
        ["LEL%"] = PercentLel,
        ["%"] = Percent,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The canonical symbols, in no order.</summary>
    public static IEnumerable<string> Symbols => BySpelling.Values.Select(u => u.Symbol).Distinct();

    /// <summary>
    /// Finds a unit by the way a device spells it. Blanks are ignored, the Greek mu and the micro sign are one,
    /// the single-character ℃ and ℉ are °C and °F.
    /// </summary>
    /// <returns>False, with <paramref name="unit"/> null, for a spelling that is not listed.</returns>
    public static bool TryFind(string? spelling, [NotNullWhen(true)] out Unit? unit)
    {
        unit = null;
        return spelling is not null && BySpelling.TryGetValue(Fold(spelling), out unit);
    }

    private static string Fold(string spelling)
    {
        var folded = new StringBuilder(spelling.Length);
        foreach (char c in spelling)
        {
            switch (c)
            {
                case ' ' or '\u00A0' or '\t': break;
                case '\u03BC': folded.Append('\u00B5'); break;
                case '\u2103': folded.Append("°C"); break;
                case '\u2109': folded.Append("°F"); break;
                default: folded.Append(c); break;
            }
        }

        return folded.ToString();
    }
}
