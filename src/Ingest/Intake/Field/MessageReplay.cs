using K3Monitor.Ingest.Decoding;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Subscriptions;
using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>
/// Reads and takes quarantined messages again. Their sessions and births are read anew from the messages themselves, so that old
/// ones cannot disturb what live ones have told since.
/// </summary>
internal sealed class MessageReplay(ITopologyRegistry registry, FieldIntake intake, FieldDoors doors, IJournalAppender journal, IEnumerable<IReadOnlyList<SourceOptions>> sources) : IMessageReplay
{
    public async Task<IReadOnlyList<IReadOnlyList<PreviewedValue>>> PreviewAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken)
    {
        TopologySnapshot topology = await registry.GetAsync(cancellationToken).ConfigureAwait(false);
        var memory = new FormatMemory();
        return [.. messages.Select(m => Read(m, Origin(topology, m, memory)))];
    }

    public async Task<ReplayDone> ReplayAsync(IReadOnlyList<QuarantinedMessage> messages, string external, CancellationToken cancellationToken)
    {
        TopologySnapshot topology = await registry.GetAsync(cancellationToken).ConfigureAwait(false);
        var memory = new FormatMemory();
        var done = new ReplayDone(0, 0, 0);
        foreach (QuarantinedMessage[] some in messages.Chunk(500))
        {
            var durable = new List<Task>();
            foreach (QuarantinedMessage message in some)
            {
                if (journal.IsFull)
                    await journal.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
                FieldTaken taken = intake.Take(topology, Origin(topology, message, memory) with { Only = external }, message.Topic, message.Payload, message.Received);
                durable.Add(taken.Durable);
                done = new ReplayDone(done.Messages + 1, done.Samples + taken.Accepted, done.Refused + taken.Refusals.Count);
            }

            await Task.WhenAll(durable).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return done;
    }

    private FieldOrigin Origin(TopologySnapshot topology, QuarantinedMessage message, FormatMemory memory)
    {
        string source = message.Source ?? "";
        FieldOrigin origin = topology.Devices.TryGetValue(source, out DeviceTopology? device) ? doors.OfDevice(device)
            : sources.FirstOrDefault()?.FirstOrDefault(s => s.Name == source) is { } broker ? doors.OfSource(source, broker.Format, broker.Zone, topology.Sites.FirstOrDefault(s => s.Slug == broker.Site))
            : doors.OfSource(source, message.Format, null, null);
        return origin with { Options = origin.Options.With(message.Format, memory) };
    }

    private static List<PreviewedValue> Read(QuarantinedMessage message, FieldOrigin origin)
    {
        var read = new Readings();
        using var field = new FieldMessage(message.Topic, message.Payload, message.Received, new MessageSource(origin.Options.Zone, origin.Options.Memory));
        FieldDecoder.Decode(field, origin.Options.Declared(message.Topic), read);
        return [.. read.Items.Where(i => i is { Kind: ReadingKind.Sample, Device: not null, Channel: not null }).Take(500).Select(i => new PreviewedValue(
            read.Scope is { } scope ? scope + "/" + i.Device : i.Device!, i.Channel!, i.Value.IsMissing ? null : i.Value.ToString(), i.Value.Number is not null,
            UnitCatalogue.TryFind(i.Unit, out Unit? unit) ? unit.Symbol : i.Unit, i.Time, i.Reason))];
    }
}
