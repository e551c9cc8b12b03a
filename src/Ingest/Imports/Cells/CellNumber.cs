using System.Globalization;

namespace K3Monitor.Ingest.Imports.Cells;

/// <summary>What the marks of a number show of the way in which a file writes numbers.</summary>
[Flags]
internal enum NumberSigns
{
    /// <summary>It is no number.</summary>
    None = 0,

    /// <summary>It is a number.</summary>
    Number = 1,

    /// <summary>A dot that can only separate decimals.</summary>
    DecimalDot = 2,

    /// <summary>A comma that can only separate decimals.</summary>
    DecimalComma = 4,

    /// <summary>Dots that can only separate thousands.</summary>
    ThousandsDot = 8,

    /// <summary>Commas that can only separate thousands.</summary>
    ThousandsComma = 16,

    /// <summary>Blanks that separate thousands.</summary>
    ThousandsSpace = 32,

    /// <summary>Apostrophes that separate thousands.</summary>
    ThousandsApostrophe = 64,

    /// <summary>A dot of which the number does not say what it separates: <c>1.234</c>.</summary>
    EitherDot = 128,

    /// <summary>A comma of which the number does not say what it separates: <c>1,234</c>.</summary>
    EitherComma = 256,
}

/// <summary>Numbers as files write them. Pure.</summary>
internal static class CellNumber
{
    private const int Longest = 64;

    /// <summary>What the marks of a text show; <see cref="NumberSigns.None"/> when it is no number in any way of writing.</summary>
    public static NumberSigns Look(string text)
    {
        if (!Parts(text, out string mantissa, out bool exponent))
            return NumberSigns.None;
        int dots = mantissa.Count(c => c == '.');
        int commas = mantissa.Count(c => c == ',');
        NumberSigns signs = NumberSigns.Number;
        if (mantissa.Contains(' ', StringComparison.Ordinal))
            signs |= NumberSigns.ThousandsSpace;
        if (mantissa.Contains('\'', StringComparison.Ordinal))
            signs |= NumberSigns.ThousandsApostrophe;
        signs |= (dots, commas) switch
        {
            (0, 0) => NumberSigns.None,
            (1, 0) => One(mantissa, '.', exponent || signs != NumberSigns.Number, NumberSigns.DecimalDot, NumberSigns.EitherDot),
            (0, 1) => One(mantissa, ',', exponent || signs != NumberSigns.Number, NumberSigns.DecimalComma, NumberSigns.EitherComma),
            ( > 1, 0) => NumberSigns.ThousandsDot,
            (0, > 1) => NumberSigns.ThousandsComma,
            _ => mantissa.LastIndexOf('.') > mantissa.LastIndexOf(',') ? NumberSigns.DecimalDot | NumberSigns.ThousandsComma : NumberSigns.DecimalComma | NumberSigns.ThousandsDot,
        };
        (char point, char group) = Marks(signs);
        return Read(text, point, group, out _) ? signs : NumberSigns.None;
    }

    /// <summary>Reads a number that is written in a known way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="point">The decimal mark, dot or comma.</param>
    /// <param name="group">What separates thousands; U+0000 for nothing.</param>
    /// <param name="number">The number, finite.</param>
    /// <returns>False when it is none, or its groups are not of three.</returns>
    public static bool Read(string text, char point, char group, out double number)
    {
        number = 0;
        if (!Parts(text, out string mantissa, out _))
            return false;
        string trimmed = Fold(text.Trim());
        int begin = trimmed[0] is '-' or '+' ? 1 : 0;
        int at = mantissa.IndexOf(point);
        string whole = at < 0 ? mantissa : mantissa[..at];
        string fraction = at < 0 ? "" : mantissa[(at + 1)..];

        // Behind a mark that ends the text, something may have been cut off.
        if (fraction.AsSpan().ContainsAnyExceptInRange('0', '9') || (at >= 0 && fraction.Length == 0))
            return false;
        if (group != '\0' && whole.Contains(group, StringComparison.Ordinal))
        {
            string[] groups = whole.Split(group);
            if (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(g => g.Length != 3))
                return false;
            whole = string.Concat(groups);
        }

        if (whole.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        string plain = $"{trimmed[..begin]}{(whole.Length == 0 ? "0" : whole)}.{(fraction.Length == 0 ? "0" : fraction)}{trimmed[(begin + mantissa.Length)..]}";
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private static NumberSigns One(string mantissa, char mark, bool decided, NumberSigns isDecimal, NumberSigns either)
    {
        int before = mantissa.IndexOf(mark);
        bool open = !decided && before is >= 1 and <= 3 && mantissa[0] != '0' && mantissa.Length - before - 1 == 3;
        return open ? either : isDecimal;
    }

    private static (char Point, char Group) Marks(NumberSigns signs)
    {
        char point = (signs & (NumberSigns.DecimalComma | NumberSigns.ThousandsDot | NumberSigns.EitherComma)) != 0 ? ',' : '.';
        char group = (signs & NumberSigns.ThousandsComma) != 0 ? ','
            : (signs & NumberSigns.ThousandsDot) != 0 ? '.'
            : (signs & NumberSigns.ThousandsSpace) != 0 ? ' '
            : (signs & NumberSigns.ThousandsApostrophe) != 0 ? '\''
            : '\0';
        return (point, group);
    }

    /// <summary>The part before an exponent, without sign; false when there are other signs than those of numbers.</summary>
    private static bool Parts(string text, out string mantissa, out bool exponent)
    {
        (mantissa, exponent) = ("", false);
        string trimmed = Fold(text.Trim());
        if (trimmed.Length is 0 or > Longest)
            return false;
        int begin = trimmed[0] is '-' or '+' ? 1 : 0;
        int e = trimmed.AsSpan().IndexOfAny('e', 'E');
        exponent = e > 0;
        mantissa = exponent ? trimmed[begin..e] : trimmed[begin..];
        if (exponent && !int.TryParse(trimmed.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return false;
        return mantissa.AsSpan().ContainsAnyInRange('0', '9') && mantissa.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or ' ' or '\'');
    }

    /// <summary>Every blank that people put between thousands is one, and so are the apostrophes and the minus signs.</summary>
    private static string Fold(string text) =>
        text.AsSpan().IndexOfAny("\u00A0\u202F\u2009\u2019\u2212") < 0 ? text
        : text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2009', ' ').Replace('\u2019', '\'').Replace('\u2212', '-');
}
