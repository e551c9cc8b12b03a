using System.Globalization;
using System.Text.RegularExpressions;

namespace K3Monitor.Ingest.Normalising.Values;

/// <summary>What a text that should be a number is.</summary>
internal enum NumberKind
{
    /// <summary>No number at all.</summary>
    None,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A comma that may separate decimals or thousands.</summary>
    Ambiguous,

    /// <summary>A number too large to be one.</summary>
    TooLarge,
}

/// <summary>
/// Numbers as people and devices write them. With both signs the last one separates decimals (<c>1,016.76</c>, <c>1.016,76</c>).
/// A single comma is decimal unless exactly three digits follow a group that could be thousands (<c>1,016</c>): that is refused.
/// </summary>
internal static partial class NumberText
{
    public static NumberKind Read(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        text = text.Trim();
        if (text.IsEmpty || text.Length > 64 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.' or ','))
            return NumberKind.None;
        if (Plain().IsMatch(text))
            return Parse(text, out number);
        if (DotDecimals().IsMatch(text))
            return Parse(text.ToString().Replace(",", "", StringComparison.Ordinal), out number);
        if (CommaDecimals().IsMatch(text))
            return Parse(text.ToString().Replace(".", "", StringComparison.Ordinal).Replace(',', '.'), out number);
        if (CouldBeThousands().IsMatch(text))
            return NumberKind.Ambiguous;
        return OneComma().IsMatch(text) ? Parse(text.ToString().Replace(',', '.'), out number) : NumberKind.None;
    }

    private static NumberKind Parse(ReadOnlySpan<char> text, out double number) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? NumberKind.None
        : double.IsFinite(number) ? NumberKind.Number
        : NumberKind.TooLarge;

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})+\.\d+$", RegexOptions.NonBacktracking)]
    private static partial Regex DotDecimals();

    [GeneratedRegex(@"^[+-]?\d{1,3}(\.\d{3})+,\d+$", RegexOptions.NonBacktracking)]
    private static partial Regex CommaDecimals();

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(,\d{3})+$", RegexOptions.NonBacktracking)]
    private static partial Regex CouldBeThousands();

    [GeneratedRegex(@"^[+-]?\d+,\d+$", RegexOptions.NonBacktracking)]
    private static partial Regex OneComma();
}
