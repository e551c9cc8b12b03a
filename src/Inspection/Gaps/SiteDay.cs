using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps;

/// <summary>A calendar day of a site, in its zone.</summary>
/// <param name="Day">The date.</param>
/// <param name="Range">From local midnight to the next; 23 or 25 h where the zone changes its clock.</param>
public readonly record struct SiteDay(DateOnly Day, TimeRange Range)
{
    /// <summary>The day in which an instant lies.</summary>
    public static SiteDay At(Instant instant, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), zone).DateTime), zone);
    }

    /// <summary>A day by its date.</summary>
    public static SiteDay Of(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new SiteDay(day, new TimeRange(Midnight(day, zone), Midnight(day.AddDays(1), zone)));
    }

    private static Instant Midnight(DateOnly day, TimeZoneInfo zone)
    {
        DateTime local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);

        // Where the clock is put forward at midnight the day begins with the first time that there is.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        return Instant.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }
}
