using System.Runtime.InteropServices;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>
/// Takes one message in a format of the field: reads it, finds the devices of ours that it names, makes its values canonical and
/// appends what can be used and what cannot to the journal, as <see cref="MessageIntake"/> does with native ones.
/// </summary>
/// <remarks>Safe from any thread; messages of one source in their order.</remarks>
internal sealed class FieldIntake(IJournalAppender journal, IngestMeasures measures, FieldMeasures field)
{
    private const int MostNames = 20;
    private readonly UnmappedPace pace = new();

    [ThreadStatic]
    private static RecordWriter? writer;

    /// <summary>Takes a message.</summary>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public FieldTaken Take(TopologySnapshot topology, FieldOrigin origin, string topic, ReadOnlyMemory<byte> payload, Instant received)
    {
        measures.MessageReceived();
        var read = new Readings();
        using (var message = new FieldMessage(topic, payload, received, new MessageSource(origin.Options.Zone, origin.Options.Memory, origin.Retained)))
            FieldDecoder.Decode(message, origin.Fixed ?? origin.Options.Declared(topic), read);
        field.Message(read.Format);
        if (read.RebirthTopic is { } command && origin.AskRebirth is { } ask)
        {
            field.RebirthAsked();
            ask(command);
        }

        var batch = new FieldBatch(topology, origin, read, received);
        batch.Sort();
        IReadOnlyList<Refusal> unmapped = Unmapped(batch, received, out bool keep);
        IReadOnlyList<Refusal> told = [.. batch.Refused.Refusals, .. unmapped];
        foreach (Refusal refusal in keep ? unmapped : [])
            batch.Refused.Refuse(refusal);
        batch.Refused.End();
        (Task durable, int accepted) = Samples(batch, received);
        foreach ((DeviceTopology device, bool online) in batch.Statuses)
        {
            RecordWriter to = writer ??= new RecordWriter();
            StatusRecord.Write(to, device.DeviceId, received, online);
            durable = Both(durable, journal.Append(RecordKind.Status, to.Written));
        }

        if (batch.Refused.Refusals.Count > 0)
            durable = Both(durable, Quarantine(batch, origin, read.Format, topic, payload.Span, received));
        return new FieldTaken(durable, accepted, told);
    }

    /// <summary>Keeps a message that its sender may not send; nothing of it is decoded.</summary>
    public FieldTaken Refuse(FieldOrigin origin, string topic, ReadOnlySpan<byte> payload, Instant received, Refusal refusal)
    {
        measures.MessageReceived();
        measures.PartRefused(refusal.Reason);
        RecordWriter to = writer ??= new RecordWriter();
        QuarantinedRecord.Write(to, received, new QuarantinedFrom(origin.SiteSlug, origin.Credential?.Key, origin.Source), topic, payload, [refusal]);
        return new FieldTaken(journal.Append(RecordKind.Quarantined, to.Written), 0, [refusal]);
    }

    private (Task Durable, int Accepted) Samples(FieldBatch batch, Instant received)
    {
        Task durable = Task.CompletedTask;
        int accepted = 0;
        RecordWriter to = writer ??= new RecordWriter();
        foreach ((DeviceTopology device, List<ReadySample> samples) in batch.Ready)
        {
            ReadOnlySpan<ReadySample> ready = CollectionsMarshal.AsSpan(samples);
            for (int from = 0; from < ready.Length; from += SamplesRecord.MostInOne)
            {
                ReadOnlySpan<ReadySample> part = ready[from..Math.Min(ready.Length, from + SamplesRecord.MostInOne)];
                SamplesRecord.Write(to, device.SiteId, device.DeviceId, received, part);
                durable = Both(durable, journal.Append(RecordKind.Samples, to.Written));
                measures.SamplesAccepted(part.Length);
                accepted += part.Length;
            }
        }

        return (durable, accepted);
    }

    /// <summary>One refusal a device that names the channels; whether this message is kept for their sake.</summary>
    private List<Refusal> Unmapped(FieldBatch batch, Instant received, out bool keep)
    {
        keep = false;
        var refusals = new List<Refusal>();
        foreach ((DeviceTopology device, List<string> channels) in batch.Unmapped)
        {
            field.Unmapped(channels.Count);
            string names = string.Join(", ", channels.Distinct(StringComparer.Ordinal).Take(MostNames));
            keep |= pace.MayKeep($"{device.Path} {names}", received);
            refusals.Add(new Refusal("channel.unmapped", $"{device.Path} has no channel for {names}"));
        }

        return refusals;
    }

    private Task Quarantine(FieldBatch batch, FieldOrigin origin, string? format, string topic, ReadOnlySpan<byte> payload, Instant received)
    {
        foreach (Refusal refusal in batch.Refused.Refusals)
            measures.PartRefused(refusal.Reason);
        RecordWriter to = writer ??= new RecordWriter();
        QuarantinedRecord.Write(to, received, From(batch, origin, format), topic, payload, batch.Refused.Refusals);
        return journal.Append(RecordKind.Quarantined, to.Written);
    }

    /// <summary>Kept under whoever sent it; of an external broker's messages under the site, or the device, that all of it is about.</summary>
    private static QuarantinedFrom From(FieldBatch batch, FieldOrigin origin, string? format)
    {
        if (origin.Credential is { } sender)
            return new QuarantinedFrom(sender.SiteSlug, sender.Key, origin.Source, format);
        DeviceTopology[] about = [.. batch.Ready.Keys.Concat(batch.Unmapped.Keys).Distinct()];
        bool unclaimed = batch.Refused.Refusals.Exists(r => r.External is not null);
        return origin.SiteSlug is { } site ? new QuarantinedFrom(site, !unclaimed && about.Length == 1 ? about[0].Key : null, origin.Source, format)
            : !unclaimed && about.Length == 1 ? new QuarantinedFrom(about[0].SiteSlug, about[0].Key, origin.Source, format)
            : new QuarantinedFrom(null, null, origin.Source, format);
    }

    // The journal may fail and recover between two appends, so the later task does not speak for the earlier one.
    private static Task Both(Task first, Task second) => first.IsCompletedSuccessfully ? second : Task.WhenAll(first, second);
}
