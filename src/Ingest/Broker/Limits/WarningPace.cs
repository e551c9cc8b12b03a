using System.Collections.Concurrent;

namespace K3Monitor.Ingest.Broker.Limits;

/// <summary>Lets one warning a minute through for each name, so that one broken device cannot fill the disk with its own log.</summary>
/// <remarks>Safe from any thread. Bounded to 10,000 names; beyond that the table starts anew, which only tells more.</remarks>
internal sealed class WarningPace(TimeProvider time)
{
    private const int Bound = 10_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (long Since, int Hidden)> told = new(StringComparer.Ordinal);

    /// <summary>Whether to tell; if so, <paramref name="hidden"/> is how many were kept quiet since the last one.</summary>
    public bool MayTell(string name, out int hidden)
    {
        if (told.Count >= Bound)
            told.Clear();
        long now = time.GetTimestamp();
        bool tell = false;
        int kept = 0;
        told.AddOrUpdate(
            name,
            _ =>
            {
                tell = true;
                return (now, 0);
            },
            (_, old) =>
            {
                tell = time.GetElapsedTime(old.Since, now) >= Every;
                kept = tell ? old.Hidden : 0;
                return tell ? (now, 0) : (old.Since, old.Hidden + 1);
            });
        hidden = kept;
        return tell;
    }
}
