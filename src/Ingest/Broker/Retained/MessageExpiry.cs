using System.Globalization;
using System.Text;
using K3Monitor.Measurements;
using MQTTnet;
using MQTTnet.Packets;

namespace K3Monitor.Ingest.Broker.Retained;

/// <summary>
/// Keeps the expiry of MQTT 5 messages, which the server passes on but never applies: a message is stamped with its arrival
/// when it is taken and looked at when it is about to be delivered, however long it was retained or queued between.
/// </summary>
internal static class MessageExpiry
{
    private const string Arrived = "k3-arrived";

    /// <summary>Stamps a message that has an expiry; the stamp never leaves the broker.</summary>
    public static void Stamp(MqttApplicationMessage message, Instant received)
    {
        message.UserProperties?.RemoveAll(p => p.Name == Arrived);
        if (message.MessageExpiryInterval > 0)
            (message.UserProperties ??= []).Add(new MqttUserProperty(Arrived, (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(received.UnixMicroseconds.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>When a message of that arrival may no longer be delivered; null when it has no expiry.</summary>
    public static Instant? EndOf(MqttApplicationMessage message, Instant received) =>
        message.MessageExpiryInterval > 0 ? received + TimeSpan.FromSeconds(message.MessageExpiryInterval) : null;

    /// <summary>Makes a packet ready for delivery: takes the stamp off and tells what is left of its time. False when nothing is left.</summary>
    public static bool Settle(MqttPublishPacket packet, Instant now)
    {
        if (packet.UserProperties?.FirstOrDefault(p => p.Name == Arrived) is not { } stamp)
            return true;
        // The list is shared with the packets of other subscribers.
        packet.UserProperties = [.. packet.UserProperties.Where(p => p.Name != Arrived)];
        var received = new Instant(long.Parse(stamp.ReadValueAsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        double left = packet.MessageExpiryInterval - (now - received).TotalSeconds;
        packet.MessageExpiryInterval = (uint)Math.Max(1, Math.Ceiling(left));
        return left > 0;
    }
}
