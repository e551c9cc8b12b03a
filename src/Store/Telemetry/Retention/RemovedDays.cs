using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>Of which channels samples were removed, by day.</summary>
/// <remarks>Immutable, safe to share.</remarks>
internal sealed class RemovedDays(IEnumerable<(DateOnly Day, ChannelSet Channels)> days)
{
    private readonly (TimeRange Range, ChannelSet Channels)[] removed =
        [.. days.Where(d => !d.Channels.IsEmpty).OrderBy(d => d.Day).Select(d => (UtcDay.Range(d.Day), d.Channels))];

    public TimeRangeSet Of(int channel) =>
        removed.Length == 0 ? TimeRangeSet.Empty : new TimeRangeSet(removed.Where(r => r.Channels.Contains(channel)).Select(r => r.Range));
}
