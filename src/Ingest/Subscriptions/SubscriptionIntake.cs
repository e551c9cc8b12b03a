using System.Buffers;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Intake;
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
    ITopologyRegistry registry, MessageIntake intake, IJournalAppender journal, TimeProvider time, ILogger<SubscriptionIntake> logger)
{
    /// <summary>Whether a message can be taken without waiting for the disk.</summary>
    public bool HasRoom => !journal.IsFull;

    /// <summary>Takes a message; waits while the journal's back-log is full.</summary>
    /// <returns>A task that ends when everything of it is durable, and fails when it will not be.</returns>
    /// <exception cref="JournalUnavailableException">Nothing can be stored at present.</exception>
    public async ValueTask<Task> TakeAsync(SourceOptions source, MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        if (journal.IsFull)
            await journal.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        TopologySnapshot topology = await registry.GetAsync(cancellationToken).ConfigureAwait(false);
        return Take(topology, source, message);
    }

    private Task Take(TopologySnapshot topology, SourceOptions source, MqttApplicationMessage message)
    {
        Instant received = Instant.Now(time);
        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlySpan<byte> bytes = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        string topic = message.Topic ?? "";
        var origin = new MessageOrigin(message.Retain);
        DeviceTopic? named = null;
        try
        {
            named = NativeFormat.Recognise(topic);
            if (named is null)
                return intake.Refuse(named, topic, bytes, received, new Refusal("topic.unknown", $"'{topic}' is no topic of the native format"));
            if (!topology.Devices.TryGetValue($"{named.Site}/{named.Device}", out DeviceTopology? device))
                return intake.Refuse(named, topic, bytes, received, new Refusal("device.unknown", $"there is no device {named.Site}/{named.Device}"));
            return intake.Take(device, topic, bytes, received, origin);
        }
        catch (Exception e) when (e is not JournalUnavailableException)
        {
            // A fault of ours over this one message. Not acknowledging it would bring it back for ever.
            LogFault(logger, e, source.Name, topic.Length <= 128 ? topic : topic[..128]);
            return intake.Refuse(named, topic, bytes, received, new Refusal("intake.failed", $"{e.GetType().Name}: {e.Message}"));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of broker {Broker} on '{Topic}' could not be taken and is in quarantine")]
    private static partial void LogFault(ILogger logger, Exception exception, string broker, string topic);
}
