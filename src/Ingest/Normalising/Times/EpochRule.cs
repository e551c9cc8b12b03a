using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising.Times;

/// <summary>
/// Epoch numbers. The four units are told apart by size: a number is taken as seconds, milliseconds, microseconds or nanoseconds
/// when it then falls into the years 2000 to 2286. The four ranges do not meet, so at most one fits. A smaller number is a clock
/// that was never set; anything between the ranges is no time.
/// </summary>
internal static class EpochRule
{
    private const decimal Earliest = 946_684_800;
    private const decimal Latest = 10_000_000_000;

    /// <summary>The instant; null when the number is none.</summary>
    public static Instant? Read(decimal number)
    {
        decimal scale = 1;
        for (int unit = 0; unit < 4; unit++, scale *= 1000)
        {
            if (number >= Earliest * scale && number < Latest * scale)
                return new Instant((long)Math.Floor(number / scale * 1_000_000));
        }

        return null;
    }

    /// <summary>Whether the number is a clock that was never set: before the year 2000 in seconds.</summary>
    public static bool IsUnset(decimal number) => number < Earliest;
}
