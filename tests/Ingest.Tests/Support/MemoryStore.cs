using System.Runtime.CompilerServices;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>A store that keeps its promises in memory. After <see cref="Crash"/> it holds what was flushed.</summary>
internal sealed class MemoryStore : ITelemetryStore
{
    private readonly Lock gate = new();
    private readonly List<ChannelSample> flushed = [];
    private readonly List<ChannelSample> fresh = [];
    private long appended;
    private volatile bool away;
    private int reads;

    /// <summary>As a server that cannot be reached.</summary>
    public bool Away
    {
        get => away;
        set => away = value;
    }

    public long DurablePosition { get; private set; }

    public TimeSpan? Keeps { get; set; }

    /// <summary>Called whenever a channel is read.</summary>
    public Action? Reading { get; set; }

    /// <summary>How often a channel was read.</summary>
    public int Reads => reads;

    /// <summary>Every sample that was kept, once for each time that it was kept.</summary>
    public List<ChannelSample> All
    {
        get
        {
            lock (gate)
                return [.. flushed, .. fresh];
        }
    }

    public ValueTask AppendAsync(ReadOnlyMemory<ChannelSample> samples, long journalPosition, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        lock (gate)
        {
            if (journalPosition <= appended)
                return ValueTask.CompletedTask;
            appended = journalPosition;
            foreach (ChannelSample sample in samples.Span)
            {
                if (!All.Exists(s => s.ChannelId == sample.ChannelId && s.Sample.Time == sample.Sample.Time && s.Sequence == sample.Sequence && s.Sample.Value.Equals(sample.Sample.Value)))
                    fresh.Add(sample);
            }
        }

        return ValueTask.CompletedTask;
    }

    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            flushed.AddRange(fresh);
            fresh.Clear();
            DurablePosition = appended;
        }

        return Task.CompletedTask;
    }

    public void Crash()
    {
        lock (gate)
        {
            fresh.Clear();
            appended = DurablePosition;
        }
    }

    /// <summary>As a folder that was restored from a copy: so many of the samples are there, up to a position.</summary>
    public void Restore(int samples, long position)
    {
        lock (gate)
        {
            flushed.RemoveRange(samples, flushed.Count - samples);
            fresh.Clear();
            appended = DurablePosition = position;
        }
    }

    public async IAsyncEnumerable<ChannelSample> ReadAsync(int channelId, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        ThrowIfAway();
        Interlocked.Increment(ref reads);
        Reading?.Invoke();
        foreach (ChannelSample sample in All.Where(s => s.ChannelId == channelId && range.Contains(s.Sample.Time)).OrderBy(s => s.Sample.Time).ThenBy(s => s.Sequence))
            yield return sample;
    }

    public Task<IReadOnlyList<ChartSlice>> ReadChartAsync(int channelId, TimeRange range, int slices, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<int, LastSample>> ReadLastAsync(IReadOnlyCollection<int> channelIds, CancellationToken cancellationToken) =>
        away ? Task.FromException<IReadOnlyDictionary<int, LastSample>>(new TelemetryStoreUnavailableException("connection refused")) : Task.FromResult<IReadOnlyDictionary<int, LastSample>>(All.Where(s => channelIds.Contains(s.ChannelId))
            .GroupBy(s => s.ChannelId).Select(g => g.MaxBy(s => s.Sample.Time)).ToDictionary(s => s.ChannelId, s => new LastSample(s.Sample, s.Received)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void ThrowIfAway()
    {
        if (away)
            throw new TelemetryStoreUnavailableException("connection refused");
    }
}
