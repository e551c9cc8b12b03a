using System.Buffers;
using K3Monitor.Ingest.Broker.Connections;
using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Broker.Retained;
using K3Monitor.Ingest.Broker.SignIn;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker;

/// <summary>
/// Attaches the product to the embedded MQTT server and takes what devices publish. Between devices nothing is relayed; a
/// device's own status and description go to those connections of the same device that subscribe them.
/// </summary>
internal sealed partial class EmbeddedBroker(
    ITopologyRegistry registry, DeviceMessages messages, IJournalAppender journal, SignInDesk desk, SparkplugHost host, SignedInDevices devices, ConnectionTable connections, InboundGate inbound,
    OutboundGate outbound, RetainedKeeper retained, WarningPace warnings, IngestMeasures measures, BrokerMeasures broker, TimeProvider time, ILogger<EmbeddedBroker> logger)
{
    private const string VersionItem = "k3.version";

    /// <summary>Attaches the handlers; before the server starts.</summary>
    public void Attach(MqttServer mqtt)
    {
        host.Attach(mqtt);
        mqtt.ValidatingConnectionAsync += desk.ValidateAsync;
        mqtt.ClientConnectedAsync += e =>
        {
            e.SessionItems[VersionItem] = e.ProtocolVersion;
            return Task.CompletedTask;
        };
        mqtt.ClientDisconnectedAsync += e =>
        {
            if (e.SessionItems[SignInDesk.DeviceItem] is string device)
                devices.Leave(device, e.ClientId, e.RemoteEndPoint);
            return Task.CompletedTask;
        };
        mqtt.InterceptingSubscriptionAsync += inbound.SubscribeAsync;
        mqtt.InterceptingInboundPacketAsync += inbound.PacketAsync;
        mqtt.InterceptingPublishAsync += PublishAsync;
        mqtt.InterceptingOutboundPacketAsync += outbound.PacketAsync;
        mqtt.LoadingRetainedMessageAsync += async e => e.LoadedRetainedMessages = await retained.LoadAsync().ConfigureAwait(false);
        mqtt.QueuedApplicationMessageOverwrittenAsync += _ =>
        {
            broker.NotDelivered("overflow");
            return Task.CompletedTask;
        };
    }

    private async Task PublishAsync(InterceptingPublishEventArgs e)
    {
        // What the product itself says to devices is no message of a device.
        e.ProcessPublish = SparkplugHost.IsOwn(e.ClientId);
        if (e.ProcessPublish)
            return;

        // A will comes when its connection is gone: nothing acknowledges it.
        ConnectionState? state = e.CancellationToken.CanBeCanceled ? connections.Of(e.CancellationToken) : null;
        ushort? packetId = state?.Current;
        if (state is { CurrentIsRepeated: true } && packetId is { } again)
        {
            broker.Repeated();
            state.Await(again, state.CommitOf(again) ?? Task.CompletedTask);
            return;
        }

        if (e.SessionItems[SignInDesk.DeviceItem] is not string name || string.IsNullOrEmpty(e.ApplicationMessage.Topic))
        {
            // An alias that was never given has no topic: what the device means cannot be known.
            e.CloseConnection = true;
            measures.ConnectionClosed("topic-alias");
            return;
        }

        try
        {
            Task durable = await TakeAsync(e, name, state, packetId).ConfigureAwait(false);
            if (packetId is { } id)
                state!.Await(id, durable);
            else if (!durable.IsCompletedSuccessfully)
                _ = CountLossAsync(durable);
        }
        catch (OperationCanceledException) when (e.CancellationToken.IsCancellationRequested)
        {
            // The connection ended while its message waited for room; the device sends it again.
            e.CloseConnection = true;
        }
        catch (Exception error)
        {
            // No acknowledgement: the device keeps the message and sends it again when it is back.
            e.CloseConnection = true;
            if (packetId is null)
                broker.Lost();
            measures.ConnectionClosed(error is JournalUnavailableException ? "journal-unavailable" : "intake-failed");
            if (error is not JournalUnavailableException)
                LogFailed(logger, error, name);
        }
    }

    /// <summary>Takes a message; the task that comes back is its durability.</summary>
    private async Task<Task> TakeAsync(InterceptingPublishEventArgs e, string name, ConnectionState? state, ushort? packetId)
    {
        TopologySnapshot topology = await registry.GetAsync(e.CancellationToken).ConfigureAwait(false);
        if (!topology.Devices.TryGetValue(name, out DeviceTopology? device))
            throw new InvalidOperationException($"'{name}' is no longer a device");
        if (journal.IsFull)
            await journal.WaitForRoomAsync(e.CancellationToken).ConfigureAwait(false);
        MqttApplicationMessage message = e.ApplicationMessage;
        Instant now = Instant.Now(time);
        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlyMemory<byte> bytes = payload.IsSingleSegment ? payload.First : payload.ToArray();
        if (!DeviceMessages.IsOwn(device, message.Topic) && !DeviceMessages.IsGranted(device, message.Topic))
        {
            if (packetId is { } id)
                state!.Release(id);
            return Refuse(e, device, name, bytes.Span, now);
        }

        Task durable = messages.Take(topology, device, message.Topic, bytes, now, askRebirth: host.AskRebirth).Durable;
        if (!DeviceMessages.IsOwn(device, message.Topic))
            return durable;
        if (message.Retain)
            durable = Task.WhenAll(durable, retained.TakeAsync(message, device.DeviceId, now));
        e.ProcessPublish = RetainedKeeper.IsPassedOn(message.Topic);
        if (e.ProcessPublish)
            MessageExpiry.Stamp(message, now);
        return durable;
    }

    /// <summary>
    /// A message on a foreign topic is kept in quarantine under the device that sent it. MQTT 5 is told that it may not.
    /// MQTT 3.1.1 has no such answer: a plain acknowledgement is true, for the message is durable, and a closed connection
    /// would have the device send it again for ever, with everything behind it waiting.
    /// </summary>
    private Task Refuse(InterceptingPublishEventArgs e, DeviceTopology device, string name, ReadOnlySpan<byte> payload, Instant now)
    {
        string topic = e.ApplicationMessage.Topic;
        if (warnings.MayTell("topic " + name, out int hidden))
            LogForeign(logger, name, SignInDesk.Short(topic), hidden);
        if (e.SessionItems[VersionItem] is MqttProtocolVersion.V500)
            e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        return messages.Refuse(device, topic, payload, now, new Refusal("publish.foreign-topic", $"'{name}' may publish below '{NativeFormat.OwnTopics(name)}' and on the topics that it was granted only"));
    }

    private async Task CountLossAsync(Task durable)
    {
        try
        {
            await durable.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever failed has said so; the device cannot know.
            broker.Lost();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Device '{Device}' was disconnected: taking its message failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device '{Device}' published on '{Topic}', which is not its own; kept in quarantine ({Hidden} more in the minute before)")]
    private static partial void LogForeign(ILogger logger, string device, string topic, int hidden);
}
