using System.Collections.Concurrent;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>
/// A device sends much that nobody wants mapped, as its uptime. Of messages with the same unmapped values one an hour is kept, so
/// that they do not push everything else out of the quarantine; all are counted.
/// </summary>
/// <remarks>Safe from any thread. Bounded to 10,000 entries; beyond that the table starts anew, which only keeps more.</remarks>
internal sealed class UnmappedPace
{
    private const int Bound = 10_000;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Instant> kept = new(StringComparer.Ordinal);

    public bool MayKeep(string what, Instant received)
    {
        if (kept.Count >= Bound)
            kept.Clear();
        if (kept.TryGetValue(what, out Instant before) && received >= before && received - before < Every)
            return false;
        kept[what] = received;
        return true;
    }
}
