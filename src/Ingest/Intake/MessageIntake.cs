using System.Runtime.InteropServices;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake;

/// <summary>Where records become durable.</summary>
public interface IJournalAppender
{
    /// <summary>Appends a record; the task ends when it is durable and fails when it will not be.</summary>
    Task Append(byte kind, ReadOnlySpan<byte> record);

    /// <summary>Whether callers should wait for room before they append more.</summary>
    bool IsFull { get; }

    /// <summary>Ends when there is room.</summary>
    Task WaitForRoomAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Takes one message of a device: decodes it, makes it canonical, and appends what can be used and what cannot to the
/// journal. The task that comes back is the durability of all of it.
/// </summary>
/// <remarks>Safe from any thread; buffers are kept for each thread.</remarks>
public sealed class MessageIntake(IJournalAppender journal, IngestMeasures measures)
{
    [ThreadStatic]
    private static Workspace? workspace;

    /// <summary>Takes a message.</summary>
    /// <param name="device">The device, known by its credentials.</param>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="origin">What is known of its way; by default it came straight from the device.</param>
    /// <returns>Ends when everything of the message is durable; fails when it will not be, and then nothing may be acknowledged.</returns>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public Task Take(DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received, in MessageOrigin origin = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(topic);
        measures.MessageReceived();
        Workspace space = workspace ??= new Workspace();
        space.Clear();
        if (NativeFormat.Recognise(topic) is not { } found)
        {
            space.Decoded.Refuse(new Refusal("topic.unknown", $"'{topic}' is a topic of no known format"));
            return Quarantine(space, device, topic, payload, received);
        }

        return found.Kind switch
        {
            TopicKind.Telemetry => Telemetry(space, device, topic, payload, received, origin.Retained),
            TopicKind.Status => Status(space, device, topic, payload, received),
            _ => Info(space, device, topic, payload, received),
        };
    }

    /// <summary>Takes a message and tells what became of it.</summary>
    /// <param name="device">The device, known by its credentials.</param>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="accepted">Samples that were taken.</param>
    /// <param name="refusals">What was refused.</param>
    /// <returns>Ends when everything of the message is durable; fails when it will not be, and then nothing may be acknowledged.</returns>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public Task Take(DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received, out int accepted, out IReadOnlyList<Refusal> refusals)
    {
        Task durable = Take(device, topic, payload, received);
        accepted = workspace!.Ready.Count;
        refusals = workspace.Decoded.Refusals.Count == 0 ? [] : [.. workspace.Decoded.Refusals];
        return durable;
    }

    /// <summary>Keeps a message that its device may not send; nothing of it is decoded.</summary>
    /// <param name="device">The device, known by its credentials; the message is kept under its name, whatever the topic says.</param>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="refusal">Why.</param>
    /// <returns>Ends when it is durable; fails when it will not be.</returns>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public Task Refuse(DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Refuse(device.SiteSlug, device.Key, topic, payload, received, refusal);
    }

    /// <summary>Puts a message into quarantine of which no device of ours can be told, or that nothing else can be done with.</summary>
    /// <param name="named">Whom the topic names, when it does.</param>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="refusal">Why.</param>
    /// <returns>Ends when it is durable; fails when it will not be.</returns>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public Task Refuse(DeviceTopic? named, string topic, ReadOnlySpan<byte> payload, Instant received, Refusal refusal) =>
        Refuse(named?.Site, named?.Device, topic, payload, received, refusal);

    private Task Refuse(string? site, string? device, string topic, ReadOnlySpan<byte> payload, Instant received, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(topic);
        measures.MessageReceived();
        Workspace space = workspace ??= new Workspace();
        space.Clear();
        space.Decoded.Refuse(refusal);
        return Quarantine(space, site, device, topic, payload, received);
    }

    private Task Telemetry(Workspace space, DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received, bool retained)
    {
        NativeFormat.Decode(payload, received, space.Decoded);
        if (retained)
            Retained.Mark(space.Decoded);
        Normaliser.Normalise(space.Decoded, device, received, space.Ready);
        space.Decoded.End();
        Task durable = Task.CompletedTask;
        ReadOnlySpan<ReadySample> ready = CollectionsMarshal.AsSpan(space.Ready);
        for (int from = 0; from < ready.Length; from += SamplesRecord.MostInOne)
        {
            ReadOnlySpan<ReadySample> part = ready[from..Math.Min(ready.Length, from + SamplesRecord.MostInOne)];
            SamplesRecord.Write(space.Writer, device.SiteId, device.DeviceId, received, part);
            durable = Both(durable, journal.Append(RecordKind.Samples, space.Writer.Written));
            measures.SamplesAccepted(part.Length);
        }

        return space.Decoded.Refusals.Count > 0 ? Both(durable, Quarantine(space, device, topic, payload, received)) : durable;
    }

    private Task Status(Workspace space, DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received)
    {
        if (payload.IsEmpty)
            return Task.CompletedTask;
        if (DeviceStatus.Read(payload) is not { } online)
        {
            space.Decoded.Refuse(DeviceStatus.Unknown);
            return Quarantine(space, device, topic, payload, received);
        }

        StatusRecord.Write(space.Writer, device.DeviceId, received, online);
        return journal.Append(RecordKind.Status, space.Writer.Written);
    }

    private Task Info(Workspace space, DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received)
    {
        if (payload.IsEmpty)
            return Task.CompletedTask;
        (DeviceDescription? description, Refusal? refusal) = InfoDecoder.Decode(payload);
        if (description is null)
        {
            space.Decoded.Refuse(refusal!);
            return Quarantine(space, device, topic, payload, received);
        }

        DescriptionRecord.Write(space.Writer, device.DeviceId, received, payload);
        return journal.Append(RecordKind.Description, space.Writer.Written);
    }

    private Task Quarantine(Workspace space, DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received) =>
        Quarantine(space, device.SiteSlug, device.Key, topic, payload, received);

    private Task Quarantine(Workspace space, string? site, string? device, string topic, ReadOnlySpan<byte> payload, Instant received)
    {
        foreach (Refusal refusal in space.Decoded.Refusals)
            measures.PartRefused(refusal.Reason);
        QuarantinedRecord.Write(space.Writer, received, new QuarantinedFrom(site, device), topic, payload, space.Decoded.Refusals);
        return journal.Append(RecordKind.Quarantined, space.Writer.Written);
    }

    // The journal may fail and recover between two appends, so the later task does not speak for the earlier one.
    private static Task Both(Task first, Task second) => first.IsCompletedSuccessfully ? second : Task.WhenAll(first, second);

    private sealed class Workspace
    {
        public Decoded Decoded { get; } = new();

        public List<ReadySample> Ready { get; } = [];

        public RecordWriter Writer { get; } = new();

        public void Clear()
        {
            Decoded.Clear();
            Ready.Clear();
        }
    }
}
