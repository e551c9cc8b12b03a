using System.Buffers.Binary;
using System.Text;

namespace K3Monitor.FirmwareSim.Load;

/// <summary>The few MQTT 3.1.1 packets that a load publisher needs, made and read by hand because that is fast.</summary>
internal static class MqttFrames
{
    internal const byte ConnAckType = 2;
    internal const byte PubAckType = 4;

    internal static byte[] Connect(string clientId, string? user, string? password)
    {
        var body = new List<byte>();
        AddText(body, "MQTT");
        byte flags = (byte)(0x02 | (user is null ? 0 : 0x80) | (password is null ? 0 : 0x40));
        body.AddRange([4, flags, 0, 0]);
        AddText(body, clientId);
        if (user is not null)
        {
            AddText(body, user);
        }

        if (password is not null)
        {
            AddText(body, password);
        }

        return Packet(0x10, body);
    }

    /// <summary>A PUBLISH packet; at QoS 1 the packet identifier at <paramref name="identifierAt"/> is to be filled in.</summary>
    internal static byte[] Publish(string topic, ReadOnlySpan<byte> payload, int qos, out int identifierAt, out int payloadAt)
    {
        var body = new List<byte>();
        AddText(body, topic);
        int identifierInBody = body.Count;
        if (qos > 0)
        {
            body.AddRange([0, 0]);
        }

        int payloadInBody = body.Count;
        body.AddRange(payload);
        byte[] packet = Packet((byte)(0x30 | (qos << 1)), body);
        int head = packet.Length - body.Count;
        (identifierAt, payloadAt) = (head + identifierInBody, head + payloadInBody);
        return packet;
    }

    /// <summary>Reads one packet's extent.</summary>
    /// <returns>Length of the whole packet, or 0 when more bytes are needed.</returns>
    /// <exception cref="InvalidDataException">The length field is malformed.</exception>
    internal static int PacketLength(ReadOnlySpan<byte> bytes, out int bodyAt)
    {
        int length = 0;
        bodyAt = 0;
        for (int i = 1; i < bytes.Length; i++)
        {
            if (i > 4)
            {
                throw new InvalidDataException("A packet's length field is longer than 4 bytes.");
            }

            length |= (bytes[i] & 0x7F) << (7 * (i - 1));
            if ((bytes[i] & 0x80) == 0)
            {
                bodyAt = i + 1;
                return bytes.Length >= bodyAt + length ? bodyAt + length : 0;
            }
        }

        return 0;
    }

    private static byte[] Packet(byte head, List<byte> body)
    {
        var packet = new List<byte> { head };
        int rest = body.Count;
        do
        {
            packet.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
            rest >>= 7;
        }
        while (rest > 0);
        packet.AddRange(body);
        return [.. packet];
    }

    private static void AddText(List<byte> body, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)bytes.Length));
        body.AddRange(length);
        body.AddRange(bytes);
    }
}
