using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>For how long a sample of a channel stands, during a time.</summary>
/// <param name="During">While the channel was assigned to a point.</param>
/// <param name="Hold">The point's expected interval × hold intervals.</param>
public readonly record struct HoldSpan(TimeRange During, TimeSpan Hold);

/// <summary>How a channel is rolled up.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Holds">
/// For how long its samples stand. Outside of these nobody has said how often it reports, so a sample there stands for nothing:
/// it is counted, and enters no mean.
/// </param>
/// <param name="IsLevel">Whether its values are levels in decibel, which are also averaged by energy.</param>
public sealed record ChannelRule(int ChannelId, IReadOnlyList<HoldSpan> Holds, bool IsLevel)
{
    /// <summary>The longest hold; zero without any.</summary>
    public TimeSpan LongestHold => Holds.Count == 0 ? TimeSpan.Zero : Holds.Max(h => h.Hold);

    /// <summary>For how long a sample at an instant stands, in microseconds.</summary>
    public long HoldAt(Instant time)
    {
        foreach (HoldSpan span in Holds)
        {
            if (span.During.Contains(time))
                return span.Hold.Ticks / TimeSpan.TicksPerMicrosecond;
        }

        return 0;
    }
}
