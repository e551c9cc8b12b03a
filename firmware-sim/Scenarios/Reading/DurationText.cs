using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>Durations as people write them: <c>9h</c>, <c>45m</c>, <c>1h30m</c>, <c>10s</c>.</summary>
internal static partial class DurationText
{
    internal static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        var match = Shape().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return false;
        }

        span = TimeSpan.FromSeconds((3600 * Part(match, 1)) + (60 * Part(match, 2)) + Part(match, 3));
        return true;
    }

    internal static string Format(TimeSpan span)
    {
        var text = new StringBuilder();
        Append(text, (int)span.TotalHours, 'h');
        Append(text, span.Minutes, 'm');
        Append(text, span.Seconds, 's');
        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static void Append(StringBuilder text, int value, char unit)
    {
        if (value > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{value}{unit}");
        }
    }

    private static int Part(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^(?:([0-9]{1,5})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
