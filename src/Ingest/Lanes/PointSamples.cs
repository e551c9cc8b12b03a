using System.Runtime.CompilerServices;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Lanes;

/// <summary>Reads the samples of a point from the store, through whichever channels were assigned to it at the time.</summary>
public sealed class PointSamples(ITelemetryStore store)
{
    /// <summary>
    /// Whether a sample can be given a place in time. One whose clock runs further ahead than samples may come late would
    /// carry its lane away: every right sample after it would be too late, and periods that still run would be over. It is
    /// kept and drawn, marked, and judged nowhere.
    /// </summary>
    public static bool HasPlace(in ChannelSample sample, LaneOptions options) => sample.Sample.Time - sample.Received <= options.LatenessBound;

    /// <summary>The oldest instant of which the store still keeps everything.</summary>
    public Instant KeptFrom(Instant now) => store.Keeps is { } keeps ? now - keeps : Instant.MinValue;

    /// <summary>The newest sample of each channel that has one.</summary>
    public Task<IReadOnlyDictionary<int, LastSample>> LastAsync(IReadOnlyCollection<int> channels, CancellationToken cancellationToken) =>
        store.ReadLastAsync(channels, cancellationToken);

    /// <summary>
    /// Samples of a point that have a place, in time order, together with those of its use signal, which are marked as such.
    /// </summary>
    public async IAsyncEnumerable<ChannelSample> ReadAsync(
        TopologySnapshot topology, PointPlan point, TimeRange range, LaneOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(point);
        IAsyncEnumerable<ChannelSample> own = ReadAsync(topology, point.PointId, range, options, cancellationToken);
        IAsyncEnumerable<ChannelSample> all = point.UsePointId is { } use
            ? InOrderAsync(own, ReadAsync(topology, use, range, options, cancellationToken), cancellationToken)
            : own;
        await foreach (ChannelSample sample in all.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return sample;
    }

    /// <summary>A sample as one of the use signal of another point.</summary>
    public static ChannelSample AsUse(in ChannelSample sample) => sample with { Sample = sample.Sample with { Flags = sample.Sample.Flags | SampleFlags.UseSignal } };

    private static async IAsyncEnumerable<ChannelSample> InOrderAsync(
        IAsyncEnumerable<ChannelSample> own, IAsyncEnumerable<ChannelSample> use, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<ChannelSample> used = use.GetAsyncEnumerator(cancellationToken);
        await using (used.ConfigureAwait(false))
        {
            bool more = await used.MoveNextAsync().ConfigureAwait(false);
            await foreach (ChannelSample sample in own.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                for (; more && used.Current.Sample.Time <= sample.Sample.Time; more = await used.MoveNextAsync().ConfigureAwait(false))
                    yield return AsUse(used.Current);
                yield return sample;
            }

            for (; more; more = await used.MoveNextAsync().ConfigureAwait(false))
                yield return AsUse(used.Current);
        }
    }

    /// <summary>Samples of one point's own channels that have a place, in time order. Assignments of a point do not overlap, so one after the other is in order.</summary>
    public async IAsyncEnumerable<ChannelSample> ReadAsync(
        TopologySnapshot topology, int pointId, TimeRange range, LaneOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = topology.Devices.Values
            .SelectMany(d => d.Channels.Values)
            .SelectMany(c => c.Assignments.Where(a => a.PointId == pointId).Select(a => (c.ChannelId, During: a.During.Intersect(range))))
            .Where(p => !p.During.IsEmpty)
            .OrderBy(p => p.During.Start);
        Instant last = Instant.MinValue;
        foreach ((int channelId, TimeRange during) in parts)
        {
            var window = new TimeRange(Instant.Max(during.Start, last), during.End);
            if (window.IsEmpty)
                continue;
            await foreach (ChannelSample sample in store.ReadAsync(channelId, window, cancellationToken).ConfigureAwait(false))
            {
                if (!HasPlace(sample, options))
                    continue;
                last = sample.Sample.Time;
                yield return sample;
            }
        }
    }
}
