using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Decoding;

/// <summary>The rows of a message of the field when our devices are known: canonical values of those that it names, the others as they came.</summary>
internal static class FieldRows
{
    public static List<DecodeRow> Of(TopologySnapshot topology, DecodeOptions options, Readings read, Instant received)
    {
        topology.Devices.TryGetValue(options.Source, out DeviceTopology? credential);
        var batch = new FieldBatch(topology, new FieldOrigin(options.Source, options) { Credential = credential, SiteId = credential?.SiteId }, read, received);
        batch.Sort();
        List<DecodeRow> rows = [.. read.Items.Where(r => r.Kind != ReadingKind.Sample || batch.OwnerOf(r.Device ?? "") is null).Select(DecodeRow.Of)];
        foreach ((DeviceTopology device, List<ReadySample> samples) in batch.Ready)
        {
            Dictionary<int, ChannelTopology> channels = device.Channels.Values.ToDictionary(c => c.ChannelId);
            rows.AddRange(samples.Select(s => s.Sample).Select(s =>
                DecodeRow.Sample(device.Path, channels[s.ChannelId].Name, s.Sample.Value, channels[s.ChannelId].Quantity!.Canonical.Symbol, s.Sample.Time, s.Sample.Flags)));
        }

        foreach ((DeviceTopology device, List<string> channels) in batch.Unmapped)
            rows.AddRange(channels.Select(c => DecodeRow.Refused(device.Path, new Refusal("channel.unmapped", "the device has no such channel", c))));
        batch.Refused.End();
        rows.AddRange(batch.Refused.Refusals.Select(r => DecodeRow.Refused(r.External, r)));
        return rows;
    }
}
