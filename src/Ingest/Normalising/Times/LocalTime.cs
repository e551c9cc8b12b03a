using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising.Times;

/// <summary>A local time placed in a zone.</summary>
/// <param name="Time">The instant; null when the zone skips the time.</param>
/// <param name="Doubt">What makes it doubtful; null when nothing does.</param>
internal readonly record struct PlacedTime(Instant? Time, string? Doubt);

/// <summary>Local times without an offset. In the hour that a zone repeats, the first pass is taken and marked.</summary>
internal static class LocalTime
{
    /// <summary>The instant in the zone; null without a zone.</summary>
    public static PlacedTime? Place(DateTime local, TimeZoneInfo? zone)
    {
        if (zone is null)
            return null;
        if (zone.IsInvalidTime(local))
            return new PlacedTime(null, $"{zone.Id} skips this time");
        bool twice = zone.IsAmbiguousTime(local);
        TimeSpan offset = twice ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        DateTime utc = local - offset;
        return new PlacedTime(
            Instant.FromDateTimeOffset(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc))),
            twice ? $"{zone.Id} passes this time twice; the first pass is taken" : null);
    }
}
