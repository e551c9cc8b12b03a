using System.Buffers;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Ingest.Journal;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>
/// Takes a message of an external broker. The broker has told devices apart, so the topic says whose it is. Whatever is
/// wrong with a message puts it into quarantine and lets it be acknowledged: none may come again and again and hold up the
/// others. Only when nothing can be stored at all does this fail.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed partial class SubscriptionIntake(
    ITopologyRegistry registry, MessageIntake intake, FieldIntake field, FieldDoors doors, IJournalAppender journal, TimeProvider time, ILogger<SubscriptionIntake> logger)
{
    /// <summary>Whether a message can be taken without waiting for the disk.</summary>
    public bool HasRoom => !journal.IsFull;

    /// <summary>Takes a message; waits while the journal's back-log is full.</summary>
    /// <param name="source">The broker.</param>
    /// <param name="message">Its message.</param>
    /// <param name="askRebirth">Asks a Sparkplug node on its command topic to describe itself anew.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when everything of it is durable, and fails when it will not be.</returns>
    /// <exception cref="JournalUnavailableException">Nothing can be stored at present.</exception>
    public async ValueTask<Task> TakeAsync(SourceOptions source, MqttApplicationMessage message, Action<string>? askRebirth, CancellationToken cancellationToken)
    {
        if (journal.IsFull)
            await journal.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        TopologySnapshot topology = await registry.GetAsync(cancellationToken).ConfigureAwait(false);
        return Take(topology, source, message, askRebirth);
    }

    private Task Take(TopologySnapshot topology, SourceOptions source, MqttApplicationMessage message, Action<string>? askRebirth)
    {
        Instant received = Instant.Now(time);
        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlyMemory<byte> bytes = payload.IsSingleSegment ? payload.First : payload.ToArray();
        string topic = message.Topic ?? "";
        DeviceTopic? named = null;
        try
        {
            named = NativeFormat.Recognise(topic);
            if (named is not null)
                return Native(topology, named, topic, bytes.Span, received, message.Retain);
            if (source.Format == NativeFormat.Name || topic.StartsWith(NativeFormat.Prefix, StringComparison.Ordinal))
                return intake.Refuse(named, topic, bytes.Span, received, new Refusal("topic.unknown", $"'{topic}' is no topic of the native format"));
            FieldOrigin origin = doors.OfSource(source.Name, source.Format, source.Zone, source.Site is { } site ? topology.Sites.FirstOrDefault(s => s.Slug == site) : null);
            return field.Take(topology, origin with { Retained = message.Retain, AskRebirth = askRebirth }, topic, bytes, received).Durable;
        }
        catch (Exception e) when (e is not JournalUnavailableException)
        {
            // A fault of ours over this one message. Not acknowledging it would bring it back for ever.
            LogFault(logger, e, source.Name, topic.Length <= 128 ? topic : topic[..128]);
            return intake.Refuse(named, topic, bytes.Span, received, new Refusal("intake.failed", $"{e.GetType().Name}: {e.Message}"));
        }
    }

    private Task Native(TopologySnapshot topology, DeviceTopic named, string topic, ReadOnlySpan<byte> payload, Instant received, bool retained) =>
        topology.Devices.TryGetValue($"{named.Site}/{named.Device}", out DeviceTopology? device)
            ? intake.Take(device, topic, payload, received, new MessageOrigin(retained))
            : intake.Refuse(named, topic, payload, received, new Refusal("device.unknown", $"there is no device {named.Site}/{named.Device}"));

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of broker {Broker} on '{Topic}' could not be taken and is in quarantine")]
    private static partial void LogFault(ILogger logger, Exception exception, string broker, string topic);
}
