using System.Globalization;
using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>Days of retention: whole days in UTC, whatever the zone of a site, because files and roll-ups are cut there.</summary>
public static class UtcDay
{
    /// <summary>Microseconds of a day.</summary>
    public const long Microseconds = 86_400_000_000;

    /// <summary>The day in which an instant lies.</summary>
    public static DateOnly Of(Instant instant) => DateOnly.FromDateTime(instant.ToDateTimeOffset().UtcDateTime);

    /// <summary>The day as a half-open window.</summary>
    public static TimeRange Range(DateOnly day)
    {
        Instant start = Instant.FromDateTimeOffset(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        return new TimeRange(start, new Instant(start.UnixMicroseconds + Microseconds));
    }

    /// <summary>The day as <c>yyyy-MM-dd</c>.</summary>
    public static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The day of a name that <see cref="Name"/> gave.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateOnly Parse(string name) => DateOnly.ParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
