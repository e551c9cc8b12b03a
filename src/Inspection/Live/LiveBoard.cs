using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Live;

/// <summary>The newest sample of a point.</summary>
/// <param name="PointId">The point.</param>
/// <param name="Sample">Its newest sample by event time; a time ahead of receipt counts as receipt.</param>
/// <param name="Received">When it arrived.</param>
public readonly record struct LiveValue(int PointId, Sample Sample, Instant Received)
{
    /// <summary>Whether another value of the point is newer.</summary>
    public bool IsOlderThan(Sample sample, Instant received) => Sample.AtLatest(Received) < sample.AtLatest(received);
}

/// <summary>
/// The newest value of every point, and a stream of changes for open pages. Ingest writes it, the dashboard reads
/// it; neither knows the other.
/// </summary>
/// <remarks>
/// Safe from any thread. Each subscriber has a bounded queue of point keys; a slow one loses intermediate values
/// (the oldest first), never the newest, and never holds memory or the writer.
/// </remarks>
public sealed class LiveBoard
{
    private const int QueuePerSubscriber = 1024;
    private readonly ConcurrentDictionary<int, LiveValue> last = new();
    private readonly ConcurrentDictionary<Channel<LiveValue>, IReadOnlySet<int>> subscribers = new();
    private long dropped;

    /// <summary>Values that slow subscribers did not see.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Open subscriptions.</summary>
    public int Subscribers => subscribers.Count;

    /// <summary>The newest value of a point; null when it never reported since the start.</summary>
    public LiveValue? Last(int pointId) => last.TryGetValue(pointId, out LiveValue value) ? value : null;

    /// <summary>Puts a value on the board; one older than what is there is ignored.</summary>
    public void Publish(in LiveValue value)
    {
        LiveValue offered = value;
        LiveValue kept = last.AddOrUpdate(value.PointId, offered, (_, old) => offered.IsOlderThan(old.Sample, old.Received) ? old : offered);
        if (kept != offered)
            return;
        foreach ((Channel<LiveValue> channel, IReadOnlySet<int> points) in subscribers)
        {
            if (points.Contains(value.PointId))
                channel.Writer.TryWrite(value);
        }
    }

    /// <summary>The values of the given points as they change, from now on, until cancelled.</summary>
    public async IAsyncEnumerable<LiveValue> SubscribeAsync(IReadOnlySet<int> points, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<LiveValue> channel = Channel.CreateBounded<LiveValue>(
            new BoundedChannelOptions(QueuePerSubscriber) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref dropped));
        subscribers[channel] = points;
        try
        {
            await foreach (LiveValue value in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return value;
        }
        finally
        {
            subscribers.TryRemove(channel, out _);
        }
    }
}
