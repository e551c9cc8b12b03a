using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry;

/// <summary>Where in a chart: the smallest and the largest sample of one slice of time, so that no peak is lost.</summary>
/// <param name="Range">The slice.</param>
/// <param name="First">Earliest of the two kept samples.</param>
/// <param name="Second">Latest of the two kept samples; the same as <paramref name="First"/> where there is only one.</param>
/// <param name="Samples">How many samples the slice holds.</param>
/// <param name="Flags">Every flag that any sample of the slice carries.</param>
public readonly record struct ChartSlice(TimeRange Range, Sample First, Sample Second, int Samples, SampleFlags Flags);

/// <summary>The newest sample of a channel.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Received">When it arrived.</param>
public readonly record struct LastSample(Sample Sample, Instant Received);

/// <summary>
/// Remembers every sample of every channel. What was appended is readable at once; it is durable in the store's own
/// files up to <see cref="DurablePosition"/>, and until then in the journal that it came from.
/// </summary>
/// <remarks>
/// Safe for one writer and any number of readers at a time. Samples are idempotent by (channel, time, sequence):
/// one that comes again is not kept twice, and has the marks of all its copies (<see cref="SampleCopies"/>) and their earliest
/// arrival; one with another value is kept and flagged <see cref="SampleFlags.Conflict"/>.
/// </remarks>
public interface ITelemetryStore : IAsyncDisposable
{
    /// <summary>Journal position up to which everything appended is durable in the store's own files.</summary>
    long DurablePosition { get; }

    /// <summary>For how long it keeps samples; null for ever. What is older may be gone at any time, and proves nothing.</summary>
    TimeSpan? Keeps => null;

    /// <summary>
    /// Adds samples. <paramref name="journalPosition"/> is the position behind the batch; batches come in its order.
    /// A batch at or before a position already appended is ignored.
    /// </summary>
    ValueTask AppendAsync(ReadOnlyMemory<ChannelSample> samples, long journalPosition, CancellationToken cancellationToken);

    /// <summary>Writes what is only in memory into files, and moves <see cref="DurablePosition"/>.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>All samples of a channel in a window, in time order (then sequence), raw.</summary>
    IAsyncEnumerable<ChannelSample> ReadAsync(int channelId, TimeRange range, CancellationToken cancellationToken);

    /// <summary>
    /// A window of a channel cut into at most <paramref name="slices"/> equal slices; slices without a sample are left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slices"/> is not 1–20,000.</exception>
    Task<IReadOnlyList<ChartSlice>> ReadChartAsync(int channelId, TimeRange range, int slices, CancellationToken cancellationToken);

    /// <summary>
    /// The newest sample of each of the channels, where a time ahead of receipt counts as receipt
    /// (<see cref="SampleReceipt.AtLatest"/>); a channel that never reported is left out.
    /// </summary>
    Task<IReadOnlyDictionary<int, LastSample>> ReadLastAsync(IReadOnlyCollection<int> channelIds, CancellationToken cancellationToken);
}
