using System.Collections.Concurrent;

namespace K3Monitor.Ingest.Broker.Limits;

/// <summary>
/// How fast each device may send: a bucket of one second's allowance, shared by the device's connections. Whoever takes more
/// than is in it waits until it would have been filled, and TCP holds his device back meanwhile. Nothing is refused.
/// </summary>
/// <remarks>Safe from any thread. One bucket a device that has signed in; a full one is dropped by <see cref="Sweep"/>.</remarks>
internal sealed class MessagePace(TimeProvider time, int perSecond)
{
    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Takes one message's worth; how long to wait before it is handled.</summary>
    public TimeSpan Take(string device) => perSecond == 0 ? TimeSpan.Zero : buckets.GetOrAdd(device, _ => new Bucket(perSecond, time.GetTimestamp())).Take(time, perSecond);

    /// <summary>Forgets devices that have not sent for a while.</summary>
    public void Sweep()
    {
        foreach ((string device, Bucket bucket) in buckets)
        {
            if (bucket.IsIdle(time))
                buckets.TryRemove(device, out _);
        }
    }

    private sealed class Bucket(int full, long since)
    {
        private readonly Lock gate = new();
        private double left = full;
        private long looked = since;

        public TimeSpan Take(TimeProvider time, int perSecond)
        {
            lock (gate)
            {
                long now = time.GetTimestamp();
                left = Math.Min(perSecond, left + time.GetElapsedTime(looked, now).TotalSeconds * perSecond) - 1;
                looked = now;
                return left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-left / perSecond);
            }
        }

        public bool IsIdle(TimeProvider time)
        {
            lock (gate)
                return left >= 0 && time.GetElapsedTime(looked) > TimeSpan.FromSeconds(10);
        }
    }
}
