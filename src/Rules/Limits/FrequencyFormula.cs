using System.Globalization;
using System.Text.RegularExpressions;

namespace K3Monitor.Rules.Limits;

/// <summary>A limit that depends on the frequency: a number over the frequency, or the frequency over a number.</summary>
/// <remarks>Immutable; safe from any thread.</remarks>
public sealed partial record FrequencyFormula
{
    /// <summary>How it is written in a pack.</summary>
    public const string Form = "NUMBER / f, f in MHz, or f / NUMBER, f in Hz";

    private FrequencyFormula(double number, bool isOverFrequency, double hertz) => (Number, IsOverFrequency, Hertz) = (number, isOverFrequency, hertz);

    private double Number { get; }

    private bool IsOverFrequency { get; }

    private double Hertz { get; }

    /// <summary>The formula; null for a text of another form.</summary>
    /// <param name="text">As <see cref="Form"/>, the frequency in Hz, kHz, MHz or GHz.</param>
    public static FrequencyFormula? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Pattern().Match(text) is not { Success: true } match)
            return null;
        bool isOver = match.Groups["over"].Success;
        double number = double.Parse(match.Groups[isOver ? "over" : "under"].Value, CultureInfo.InvariantCulture);
        double hertz = match.Groups["unit"].Value switch { "kHz" => 1e3, "MHz" => 1e6, "GHz" => 1e9, _ => 1 };
        return number > 0 ? new FrequencyFormula(number, isOver, hertz) : null;
    }

    /// <summary>The limit at a frequency, in the unit of the limit.</summary>
    /// <param name="frequency">Hertz, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not above 0.</exception>
    public double At(double frequency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequency);
        double f = frequency / Hertz;
        return IsOverFrequency ? Number / f : f / Number;
    }

    [GeneratedRegex(@"^(?:(?<over>\d+(?:\.\d+)?) / f|f / (?<under>\d+(?:\.\d+)?)), f in (?<unit>Hz|kHz|MHz|GHz)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
