using K3Monitor.Ingest.Broker.Retained;
using K3Monitor.Ingest.Measures;
using K3Monitor.Measurements;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>Looks at every packet before it is sent: an acknowledgement waits for its commit, a delivery is dropped when its time is over.</summary>
internal sealed class OutboundGate(
    ConnectionTable connections, Endings endings, IngestMeasures measures, BrokerMeasures broker, MqttOptions options, TimeProvider time)
{
    public Task PacketAsync(InterceptingPacketEventArgs e)
    {
        switch (e.Packet)
        {
            case MqttPubAckPacket acknowledgement:
                return AcknowledgeAsync(e, acknowledgement.PacketIdentifier);
            case MqttPubRecPacket received:
                return AcknowledgeAsync(e, received.PacketIdentifier);
            case MqttConnAckPacket answer:
                Announcement.Write(answer, options);
                break;
            case MqttPublishPacket delivery when !MessageExpiry.Settle(delivery, Instant.Now(time)):
                e.ProcessPacket = false;
                broker.NotDelivered("expired");
                break;
        }

        return Task.CompletedTask;
    }

    private async Task AcknowledgeAsync(InterceptingPacketEventArgs e, ushort packetId)
    {
        ConnectionState state = connections.Of(e.CancellationToken);
        if (state.CommitOf(packetId) is not { } durable)
        {
            // It answers a message of a connection that was taken over: only that connection could know whether it is durable.
            e.ProcessPacket = false;
            return;
        }

        try
        {
            state.WaitsForDisk = !durable.IsCompleted;
            await durable.ConfigureAwait(false);
            measures.PublishAcknowledged();
        }
        catch (Exception)
        {
            // Whoever failed has said so. The server would swallow this and keep the connection, and the device would wait for ever.
            e.ProcessPacket = false;
            endings.End(e.ClientId, MqttDisconnectReasonCode.UnspecifiedError, "journal-unavailable");
        }
        finally
        {
            state.WaitsForDisk = false;
            state.Done(packetId);
        }
    }
}
