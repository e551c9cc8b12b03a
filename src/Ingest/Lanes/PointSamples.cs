using System.Runtime.CompilerServices;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Lanes;

/// <summary>Reads the samples of a point from the store, through whichever channels were assigned to it at the time.</summary>
internal sealed class PointSamples(ITelemetryStore store)
{
    /// <summary>Samples in time order. Assignments of a point do not overlap, so one after the other is in order.</summary>
    public async IAsyncEnumerable<Sample> ReadAsync(
        TopologySnapshot topology, int pointId, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                last = sample.Sample.Time;
                yield return sample.Sample;
            }
        }
    }
}
