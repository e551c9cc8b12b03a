using System.Buffers;
using System.Collections;
using System.Net;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker;

/// <summary>
/// Attaches the product to the embedded MQTT server: who may connect, what he may publish, and the acknowledgement that
/// waits until a message is durable. Nothing is relayed between devices.
/// </summary>
internal sealed partial class EmbeddedBroker(
    ITopologyRegistry registry, MessageIntake intake, IJournalAppender journal, IngestMeasures measures, TimeProvider time, ILogger<EmbeddedBroker> logger)
{
    private const string DeviceItem = "k3.device";
    private const string PendingItem = "k3.pending";
    private const string VersionItem = "k3.version";
    private readonly SignInThrottle throttle = new(TimeProvider.System);
    private MqttServer? server;

    /// <summary>Attaches the handlers; before the server starts.</summary>
    public void Attach(MqttServer mqtt)
    {
        server = mqtt;
        mqtt.ValidatingConnectionAsync += ValidateAsync;
        mqtt.InterceptingSubscriptionAsync += SubscribeAsync;
        mqtt.InterceptingInboundPacketAsync += InboundAsync;
        mqtt.InterceptingPublishAsync += PublishAsync;
        mqtt.InterceptingOutboundPacketAsync += OutboundAsync;
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        IPAddress address = (e.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        e.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        if (throttle.IsHeldBack(address))
        {
            measures.SignIn("held-back");
            return;
        }

        string[] names = (e.UserName ?? "").Split('/');
        bool known = names.Length == 2
            && await registry.VerifyAsync(names[0], names[1], e.Password ?? "", CancellationToken.None).ConfigureAwait(false);
        if (!known)
        {
            throttle.Failed(address);
            measures.SignIn("refused");
            LogRefused(logger, e.UserName ?? "(none)", address.ToString());
            return;
        }

        // A client id of another device would throw that device out.
        if (e.ClientId != e.UserName && !e.ClientId.StartsWith(e.UserName + "/", StringComparison.Ordinal))
        {
            measures.SignIn("client-id");
            e.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            e.ReasonString = "the client id must be the user name, or begin with it and a slash";
            return;
        }

        throttle.Succeeded(address);
        measures.SignIn("accepted");
        e.SessionItems[DeviceItem] = e.UserName;
        e.SessionItems[VersionItem] = e.ProtocolVersion;
        e.ReasonCode = MqttConnectReasonCode.Success;
    }

    private Task SubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        string own = NativeFormat.OwnTopics((string)e.SessionItems[DeviceItem]!);
        if (e.TopicFilter.Topic.StartsWith(own, StringComparison.Ordinal))
            return Task.CompletedTask;
        e.ProcessSubscription = false;
        e.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        measures.PartRefused("subscribe.foreign-topic");
        return Task.CompletedTask;
    }

    private Task InboundAsync(InterceptingPacketEventArgs e)
    {
        if (e.Packet is MqttPublishPacket { PacketIdentifier: > 0 } publish)
            Pending(e.SessionItems).Current = publish.PacketIdentifier;
        return Task.CompletedTask;
    }

    private async Task PublishAsync(InterceptingPublishEventArgs e)
    {
        e.ProcessPublish = false;
        if (e.SessionItems[DeviceItem] is not string name)
        {
            e.CloseConnection = true;
            return;
        }

        MqttApplicationMessage message = e.ApplicationMessage;
        if (!message.Topic.StartsWith(NativeFormat.OwnTopics(name), StringComparison.Ordinal))
        {
            RefuseTopic(e, name);
            return;
        }

        TopologySnapshot topology = await registry.GetAsync(CancellationToken.None).ConfigureAwait(false);
        if (!topology.Devices.TryGetValue(name, out DeviceTopology? device))
        {
            e.CloseConnection = true;
            measures.ConnectionClosed("device-removed");
            return;
        }

        if (journal.IsFull)
            await journal.WaitForRoomAsync(e.CancellationToken).ConfigureAwait(false);
        try
        {
            Task durable = Take(device, message);
            if (message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce)
                Pending(e.SessionItems).Await(durable);
        }
        catch (JournalUnavailableException)
        {
            // No acknowledgement: the device keeps the message and sends it again when it is back.
            e.CloseConnection = true;
            measures.ConnectionClosed("journal-unavailable");
        }
    }

    private Task Take(DeviceTopology device, MqttApplicationMessage message)
    {
        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlySpan<byte> bytes = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        return intake.Take(device, message.Topic, bytes, Instant.Now(time));
    }

    /// <summary>MQTT 3.1.1 has no refusing acknowledgement: a plain one would say "stored". So that connection is closed.</summary>
    private void RefuseTopic(InterceptingPublishEventArgs e, string name)
    {
        measures.PartRefused("publish.foreign-topic");
        LogForeign(logger, name, e.ApplicationMessage.Topic);
        e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        Pending(e.SessionItems).Await(Task.CompletedTask);
        if (e.SessionItems[VersionItem] is not MqttProtocolVersion.V500)
        {
            e.CloseConnection = true;
            measures.ConnectionClosed("foreign-topic");
        }
    }

    private async Task OutboundAsync(InterceptingPacketEventArgs e)
    {
        ushort? packetId = e.Packet switch
        {
            MqttPubAckPacket acknowledgement => acknowledgement.PacketIdentifier,
            MqttPubRecPacket received => received.PacketIdentifier,
            _ => null,
        };
        if (packetId is not { } id)
            return;
        try
        {
            await Pending(e.SessionItems).Take(id).ConfigureAwait(false);
            measures.PublishAcknowledged();
        }
        catch (JournalUnavailableException)
        {
            // The server would swallow this and keep the connection, and the device would wait for ever.
            e.ProcessPacket = false;
            measures.ConnectionClosed("journal-unavailable");
            _ = server!.DisconnectClientAsync(e.ClientId, MqttDisconnectReasonCode.UnspecifiedError);
        }
    }

    private static PendingAcknowledgements Pending(IDictionary items)
    {
        if (items[PendingItem] is PendingAcknowledgements pending)
            return pending;
        lock (items)
        {
            if (items[PendingItem] is not PendingAcknowledgements made)
                items[PendingItem] = made = new PendingAcknowledgements();
            return made;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device '{User}' at {Address} was refused: wrong name or password")]
    private static partial void LogRefused(ILogger logger, string user, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device '{Device}' published on '{Topic}', which is not its own")]
    private static partial void LogForeign(ILogger logger, string device, string topic);
}
