using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.App.Composition;

/// <summary>
/// Stands where commands need no samples. The embedded store belongs to one process at a time, which may be serving, so a
/// command beside it must not open it.
/// </summary>
internal sealed class AbsentTelemetry : ITelemetryStore
{
    public long DurablePosition => 0;

    public ValueTask AppendAsync(ReadOnlyMemory<ChannelSample> samples, long journalPosition, CancellationToken cancellationToken) => throw Absent();

    public Task FlushAsync(CancellationToken cancellationToken) => throw Absent();

    public IAsyncEnumerable<ChannelSample> ReadAsync(int channelId, TimeRange range, CancellationToken cancellationToken) => throw Absent();

    public Task<IReadOnlyList<ChartSlice>> ReadChartAsync(int channelId, TimeRange range, int slices, CancellationToken cancellationToken) => throw Absent();

    public Task<IReadOnlyDictionary<int, LastSample>> ReadLastAsync(IReadOnlyCollection<int> channelIds, CancellationToken cancellationToken) => throw Absent();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException Absent() => new("this command reads no samples");
}
