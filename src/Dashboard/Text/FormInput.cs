using System.Globalization;

namespace K3Monitor.Dashboard.Text;

/// <summary>
/// Reads what a person typed, by the culture of the page; a date also in the ISO form that a browser's own date
/// field sends.
/// </summary>
internal static class FormInput
{
    /// <summary>Reads a number: <c>1.234,5</c> on an Indonesian page, <c>1,234.5</c> on an English one.</summary>
    /// <returns>False for anything else, for a grouping mark out of place, and for what is not finite.</returns>
    public static bool TryNumber(string? text, CultureInfo culture, out double value)
    {
        value = double.NaN;
        if (string.IsNullOrWhiteSpace(text) || !GroupsAreWhole(text.Trim(), culture))
            return false;
        return double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, culture, out value) && double.IsFinite(value);
    }

    /// <summary>Reads a whole number in the same way.</summary>
    public static bool TryWhole(string? text, CultureInfo culture, out int value)
    {
        value = 0;
        if (!TryNumber(text, culture, out double number) || number != Math.Truncate(number) || Math.Abs(number) > int.MaxValue)
            return false;
        value = (int)number;
        return true;
    }

    /// <summary>Reads a day.</summary>
    public static bool TryDay(string? text, CultureInfo culture, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out day)
        || DateOnly.TryParse(text, culture, DateTimeStyles.AllowWhiteSpaces, out day);

    // .NET ignores where grouping marks stand, so that "1.8" on an Indonesian page would be 18: ten times the exposure.
    private static bool GroupsAreWhole(string text, CultureInfo culture)
    {
        string whole = text.Split(culture.NumberFormat.NumberDecimalSeparator)[0].TrimStart('+', '-');
        string[] groups = whole.Split(culture.NumberFormat.NumberGroupSeparator);
        return groups.Length == 1 || (groups[0].Length is > 0 and <= 3 && groups.Skip(1).All(g => g.Length == 3));
    }
}
