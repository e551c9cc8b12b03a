using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Lanes;

/// <summary>Carries everything that is not a measurement to the relational store: quarantine, descriptions, status, last seen.</summary>
internal sealed class DeskConsumer(ConsumerTools tools, IQuarantine quarantine, ITopologyRegistry registry, ILogger<DeskConsumer> logger)
    : JournalConsumer(Name, tools, logger)
{
    public const string Name = "desk";

    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(2);
    private readonly Dictionary<int, Instant> seen = [];
    private long seenAt;

    protected override string Part => "desk";

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        var kept = new List<QuarantinedMessage>();
        foreach (JournalRecord record in batch.Records)
        {
            switch (record.Kind)
            {
                case RecordKind.Samples when Read(record, c => SamplesRecord.Read(c.Span)) is { } samples:
                    // What a broker had kept, or a file holds, says nothing of the device's being there now.
                    if (samples.Samples.Any(s => (s.Sample.Sample.Flags & (SampleFlags.Retained | SampleFlags.Imported)) == 0))
                        seen[samples.DeviceId] = samples.Received;
                    break;
                case RecordKind.Quarantined when Read(record, c => QuarantinedRecord.Read(c.Span)) is { } refused:
                    kept.AddRange(refused.Messages(record.Position));
                    break;
                case RecordKind.Description when Read(record, c => DescriptionRecord.Read(c.Span)) is { } description:
                    await DescribeAsync(description, record.Position, kept, stopping).ConfigureAwait(false);
                    break;
                case RecordKind.Status when Read(record, c => StatusRecord.Read(c.Span)) is { } status:
                    await registry.StatusAsync(status.DeviceId, status.Online, status.Received, stopping).ConfigureAwait(false);
                    break;
            }
        }

        if (kept.Count > 0)
            await quarantine.KeepAsync(kept, stopping).ConfigureAwait(false);
        await TellSeenAsync(stopping).ConfigureAwait(false);
    }

    private async Task DescribeAsync(DescriptionRecord record, long position, List<QuarantinedMessage> kept, CancellationToken stopping)
    {
        (DeviceDescription? description, Refusal? refusal) = InfoDecoder.Decode(record.Payload);
        IReadOnlyList<string> faults = description is null
            ? [refusal!.Detail]
            : await registry.DescribeAsync(record.DeviceId, description, record.Received, stopping).ConfigureAwait(false);
        if (faults.Count == 0)
            return;
        TopologySnapshot topology = await registry.GetAsync(stopping).ConfigureAwait(false);
        DeviceTopology? device = topology.Devices.Values.FirstOrDefault(d => d.DeviceId == record.DeviceId);
        string topic = device is null ? "" : NativeFormat.OwnTopics($"{device.SiteSlug}/{device.Key}") + "info";
        for (int i = 0; i < faults.Count; i++)
        {
            Tools.Measures.PartRefused("info.channel");
            kept.Add(new QuarantinedMessage(position, i, record.Received, device?.SiteSlug, device?.Key, topic, record.Payload, "info.channel", faults[i]));
        }
    }

    private async Task TellSeenAsync(CancellationToken stopping)
    {
        if (seen.Count == 0 || Tools.Wall.Time.GetElapsedTime(seenAt) < SeenEvery)
            return;
        await registry.SeenAsync(seen, stopping).ConfigureAwait(false);
        seen.Clear();
        seenAt = Tools.Wall.Time.GetTimestamp();
    }
}
