using K3Monitor.Measurements;

namespace K3Monitor.App.Retention;

/// <summary>When the daily run is due, by the plant's clock.</summary>
/// <param name="Time">The time of day.</param>
/// <param name="Zone">In this zone.</param>
/// <param name="Removes">Whether it removes, or only tells.</param>
internal sealed record RetentionSchedule(TimeOnly Time, TimeZoneInfo Zone, bool Removes)
{
    /// <summary>The newest instant at or before another one at which a run was due.</summary>
    public Instant LastDue(Instant now)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), Zone);
        var due = new DateTimeOffset(local.Date + Time.ToTimeSpan(), local.Offset);
        return Instant.FromDateTimeOffset(due > local ? due.AddDays(-1) : due);
    }
}
