using K3Monitor.Measurements;

namespace K3Monitor.Ingest.OwnLife;

/// <summary>All clocks at one moment.</summary>
/// <param name="Plant">The plant's time.</param>
/// <param name="PlantStamp">The plant's clock as it only runs forward.</param>
/// <param name="WallStamp">The machine's clock as it only runs forward.</param>
internal readonly record struct ClockReading(Instant Plant, long PlantStamp, long WallStamp)
{
    /// <summary>Read together: a thread that is held up between two of them must not look like a clock that was set.</summary>
    public static ClockReading Take(TimeProvider plant, WallClock wall)
    {
        for (int attempt = 1; ; attempt++)
        {
            long before = wall.Time.GetTimestamp();
            var reading = new ClockReading(Instant.Now(plant), plant.GetTimestamp(), before);
            if (wall.Time.GetElapsedTime(before) < TimeSpan.FromMilliseconds(5) || attempt == 10)
                return reading;
        }
    }

    /// <summary>How far the plant's time went beyond what has passed since an earlier reading; negative when it was set back.</summary>
    public TimeSpan SetSince(ClockReading before, TimeProvider plant) =>
        Plant - before.Plant - plant.GetElapsedTime(before.PlantStamp, PlantStamp);

    /// <summary>Machine time since an earlier reading.</summary>
    public TimeSpan Since(ClockReading before, WallClock wall) => wall.Time.GetElapsedTime(before.WallStamp, WallStamp);
}
