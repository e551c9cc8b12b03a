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
    ITopologyRegistry registry, MessageIntake intake, IJournalAppender journal, IngestMeasures measures, TimeProvider time, WallClock wall, ILogger<EmbeddedBroker> logger)
{
    private const string DeviceItem = "k3.device";
    private const string PendingItem = "k3.pending";
    private const string VersionItem = "k3.version";
    private readonly SignInThrottle throttle = new(wall.Time);
    private MqttServer? server;

    /// <summary>Attaches the handlers; before the server starts.</summary>
    public void Attach(MqttServer mqtt)
    {
        server = mqtt;
        mqtt.ValidatingConnectionAsync += ValidateAsync;
        mqtt.ClientConnectedAsync += ConnectedAsync;
        mqtt.InterceptingSubscriptionAsync += SubscribeAsync;
        mqtt.InterceptingInboundPacketAsync += InboundAsync;
        mqtt.InterceptingPublishAsync += PublishAsync;
        mqtt.InterceptingOutboundPacketAsync += OutboundAsync;
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        IPAddress address = (e.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        string user = e.UserName ?? "";
        e.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        if (throttle.IsHeldBack(address, user))
        {
            measures.SignIn("held-back");
            return;
        }

        if (await KnownAsync(user, e.Password ?? "").ConfigureAwait(false) is not { } known)
        {
            measures.SignIn("unavailable");
            e.ReasonCode = MqttConnectReasonCode.ServerUnavailable;
            return;
        }

        if (!known)
        {
            throttle.Failed(address, user);
            measures.SignIn("refused");
            LogRefused(logger, user.Length == 0 ? "(none)" : user, address.ToString());
            return;
        }

        // A client id of another device would throw that device out.
        string client = e.ClientId ?? "";
        if (client != user && !client.StartsWith(user + "/", StringComparison.Ordinal))
        {
            measures.SignIn("client-id");
            e.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            e.ReasonString = "the client id must be the user name, or begin with it and a slash";
            return;
        }

        throttle.Succeeded(address, user);
        measures.SignIn("accepted");
        e.SessionItems[DeviceItem] = user;
        e.ReasonCode = MqttConnectReasonCode.Success;
    }

    /// <summary>Whether the credentials are a device's own; null when that cannot be told now.</summary>
    private async Task<bool?> KnownAsync(string user, string password)
    {
        string[] names = user.Split('/');
        if (names.Length != 2)
            return false;
        try
        {
            return await registry.VerifyAsync(names[0], names[1], password, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, user, "signing in");
            return null;
        }
    }

    /// <summary>A session that is taken over keeps its items, but what belongs to a connection begins anew.</summary>
    private Task ConnectedAsync(ClientConnectedEventArgs e)
    {
        e.SessionItems[VersionItem] = e.ProtocolVersion;
        return Task.CompletedTask;
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

        // Read before anything is awaited: a connection that takes this session over moves it on.
        PendingAcknowledgements pending = Pending(e.SessionItems);
        ushort? packetId = e.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? null : pending.Current;
        if (e.SessionItems[DeviceItem] is not string name)
        {
            e.CloseConnection = true;
            return;
        }

        if (e.ApplicationMessage.Topic?.StartsWith(NativeFormat.OwnTopics(name), StringComparison.Ordinal) != true)
        {
            RefuseTopic(e, name, pending, packetId);
            return;
        }

        try
        {
            await TakeAsync(e, name, pending, packetId).ConfigureAwait(false);
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
            measures.ConnectionClosed(error is JournalUnavailableException ? "journal-unavailable" : "intake-failed");
            if (error is not JournalUnavailableException)
                LogFailed(logger, error, name, "taking a message");
        }
    }

    private async Task TakeAsync(InterceptingPublishEventArgs e, string name, PendingAcknowledgements pending, ushort? packetId)
    {
        TopologySnapshot topology = await registry.GetAsync(e.CancellationToken).ConfigureAwait(false);
        if (!topology.Devices.TryGetValue(name, out DeviceTopology? device))
        {
            e.CloseConnection = true;
            measures.ConnectionClosed("device-removed");
            return;
        }

        if (journal.IsFull)
            await journal.WaitForRoomAsync(e.CancellationToken).ConfigureAwait(false);
        Task durable = Take(device, e.ApplicationMessage);
        if (packetId is { } id)
            pending.Await(id, durable);
    }

    private Task Take(DeviceTopology device, MqttApplicationMessage message)
    {
        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlySpan<byte> bytes = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        return intake.Take(device, message.Topic, bytes, Instant.Now(time));
    }

    /// <summary>MQTT 3.1.1 has no refusing acknowledgement: a plain one would say "stored". So that connection is closed.</summary>
    private void RefuseTopic(InterceptingPublishEventArgs e, string name, PendingAcknowledgements pending, ushort? packetId)
    {
        measures.PartRefused("publish.foreign-topic");
        LogForeign(logger, name, e.ApplicationMessage.Topic ?? "");
        e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        if (packetId is { } id)
            pending.Forget(id);
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
        if (packetId is not { } id || Pending(e.SessionItems).Take(id) is not { } durable)
            return;
        try
        {
            await durable.ConfigureAwait(false);
            measures.PublishAcknowledged();
        }
        catch (JournalUnavailableException)
        {
            // The server would swallow this and keep the connection, and the device would wait for ever.
            e.ProcessPacket = false;
            measures.ConnectionClosed("journal-unavailable");
            _ = DisconnectAsync(e.ClientId);
        }
    }

    /// <summary>Not awaited by the sending loop, which the disconnecting ends.</summary>
    private async Task DisconnectAsync(string clientId)
    {
        try
        {
            await server!.DisconnectClientAsync(clientId, MqttDisconnectReasonCode.UnspecifiedError).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It is gone already, which is as good.
            LogDisconnect(logger, e, clientId);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Device '{Device}' was turned away: {Doing} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string device, string doing);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Client '{Client}' was not there to be disconnected")]
    private static partial void LogDisconnect(ILogger logger, Exception exception, string client);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device '{Device}' published on '{Topic}', which is not its own")]
    private static partial void LogForeign(ILogger logger, string device, string topic);
}
