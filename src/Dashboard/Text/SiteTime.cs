using System.Globalization;
using K3Monitor.Measurements;

namespace K3Monitor.Dashboard.Text;

/// <summary>Draws instants in a site's zone. The only place where a page leaves UTC.</summary>
internal static class SiteTime
{
    /// <summary>Short name of a zone at an instant: WIB, WITA, WIT, SGT, or the offset from UTC.</summary>
    public static string Label(string zoneId, Instant at) => zoneId switch
    {
        "Asia/Jakarta" or "Asia/Pontianak" => "WIB",
        "Asia/Makassar" => "WITA",
        "Asia/Jayapura" => "WIT",
        "Asia/Singapore" => "SGT",
        _ => "UTC" + Local(at, zoneId).ToString("zzz", CultureInfo.InvariantCulture),
    };

    /// <summary>Day and minute: <c>24 Nov 2026 14.41 WIB</c>.</summary>
    public static string Minute(Instant at, string zoneId) => $"{Day(at, zoneId)} {Clock(at, zoneId, false)} {Label(zoneId, at)}";

    /// <summary>Day and second.</summary>
    public static string Second(Instant at, string zoneId) => $"{Day(at, zoneId)} {Clock(at, zoneId, true)} {Label(zoneId, at)}";

    /// <summary>Time of day alone, with seconds.</summary>
    public static string TimeOfDay(Instant at, string zoneId) => Clock(at, zoneId, true);

    /// <summary>Day alone.</summary>
    public static string Day(Instant at, string zoneId) => Local(at, zoneId).ToString("d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A window: the day of the end is left out when it is that of the start.</summary>
    public static string Window(TimeRange range, string zoneId)
    {
        string end = Day(range.Start, zoneId) == Day(range.End, zoneId)
            ? $"{Clock(range.End, zoneId, true)} {Label(zoneId, range.End)}"
            : Second(range.End, zoneId);
        return $"{Day(range.Start, zoneId)} {Clock(range.Start, zoneId, true)} – {end}";
    }

    /// <summary>The first instant of a local day.</summary>
    public static Instant StartOfDay(DateOnly day, string zoneId)
    {
        TimeZoneInfo zone = Zone(zoneId);
        DateTime local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return Instant.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    private static DateTimeOffset Local(Instant at, string zoneId) => TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), Zone(zoneId));

    private static string Clock(Instant at, string zoneId, bool seconds)
    {
        string mark = Languages.IsIndonesian ? "." : ":";
        return Local(at, zoneId).ToString(seconds ? $"HH'{mark}'mm'{mark}'ss" : $"HH'{mark}'mm", CultureInfo.InvariantCulture);
    }

    // A site whose zone this machine does not know is drawn in UTC and labelled so, rather than not at all.
    private static TimeZoneInfo Zone(string zoneId) => TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;
}
