using MQTTnet.Packets;

namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>What MQTT 5 clients are told of the broker's bounds when they connect; the server's own answer promises more than it keeps.</summary>
internal static class Announcement
{
    /// <summary>Largest topic alias. The server remembers each alias for as long as the connection lasts.</summary>
    public const ushort TopicAliasMaximum = 32;

    public static void Write(MqttConnAckPacket answer, MqttOptions options)
    {
        answer.MaximumPacketSize = (uint)options.MaxPacketBytes;
        answer.ReceiveMaximum = ConnectionState.MostUnacknowledged;
        answer.TopicAliasMaximum = TopicAliasMaximum;
        answer.SharedSubscriptionAvailable = false;
    }
}
