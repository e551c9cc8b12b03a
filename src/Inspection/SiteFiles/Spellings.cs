using System.Globalization;
using System.Text.RegularExpressions;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>How the values of a site file are spelt; each gives null for what it refuses.</summary>
internal static partial class Spellings
{
    public const string SlugRule = "lower-case letters, digits and single hyphens, at most 64";
    public const string NameRule = "1 to 200 characters";

    public static string? Slug(string text) => text.Length <= 64 && SlugPattern().IsMatch(text) ? text : null;

    public static string? Name(string text) => text.Trim() is { Length: > 0 and <= 200 } name ? name : null;

    public static string? Jurisdiction(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper) ? text : null;

    public static string? Province(string text) => ProvincePattern().IsMatch(text) ? text : null;

    /// <summary>IANA names only: a Windows name would mean something else on another machine.</summary>
    public static string? Zone(string text) => text.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) ? text : null;

    public static Quantity? Quantity(string text) => QuantityCatalogue.TryFind(text, out Quantity? quantity) ? quantity : null;

    public static Unit? Unit(string text) => UnitCatalogue.TryFind(text, out Unit? unit) ? unit : null;

    public static Workload? Workload(string text) => text switch
    {
        "light" => Rules.Limits.Workload.Light,
        "moderate" => Rules.Limits.Workload.Moderate,
        "heavy" => Rules.Limits.Workload.Heavy,
        "very-heavy" => Rules.Limits.Workload.VeryHeavy,
        _ => null,
    };

    public static bool? Bool(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    public static int? LightingClass(string text) => text is [>= '1' and <= '8'] ? text[0] - '0' : null;

    /// <summary><c>50Hz</c>, <c>13.56MHz</c>; above nothing.</summary>
    public static double? Frequency(string text) => FrequencyBand.ReadHertz(text) is { } hertz and > 0 ? hertz : null;

    public static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;

    public static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    public static Instant? Moment(string text) =>
        ZonePattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at)
            ? Instant.FromDateTimeOffset(at) : null;

    public static DayOfWeek? Day(string text)
    {
        int day = Array.IndexOf(["sun", "mon", "tue", "wed", "thu", "fri", "sat"], text);
        return day < 0 ? null : (DayOfWeek)day;
    }

    /// <summary><c>500ms</c>, <c>10s</c>, <c>5min</c>; from a millisecond to a day.</summary>
    public static TimeSpan? Interval(string text)
    {
        Match match = IntervalPattern().Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return null;
        TimeSpan interval = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            _ => TimeSpan.FromMinutes(count),
        };
        return interval > TimeSpan.Zero && interval <= TimeSpan.FromDays(1) ? interval : null;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugPattern();

    [GeneratedRegex("^[A-Z]{2}-[A-Z0-9]{1,3}$")]
    private static partial Regex ProvincePattern();

    [GeneratedRegex("(Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex ZonePattern();

    [GeneratedRegex("^([0-9]{1,8}) ?(ms|s|min)$")]
    private static partial Regex IntervalPattern();
}
