using System.Text;
using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>What is published to Sparkplug nodes: the request for a rebirth, and the state of this product as their host application.</summary>
/// <remarks>Pure.</remarks>
internal static class NodeCommand
{
    private const string RebirthMetric = "Node Control/Rebirth";
    private const byte BooleanType = 11;

    /// <summary>The payload of a rebirth request: one metric, <c>Node Control/Rebirth</c> = true (Sparkplug 3.0, section 6.4.20).</summary>
    public static byte[] Rebirth(Instant now)
    {
        ulong time = (ulong)Math.Max(0, now.UnixMicroseconds / 1000);
        var metric = new List<byte>();
        Bytes(metric, 1, Encoding.UTF8.GetBytes(RebirthMetric));
        Number(metric, 3, time);
        Number(metric, 4, BooleanType);
        Number(metric, 14, 1);
        var payload = new List<byte>();
        Number(payload, 1, time);
        Bytes(payload, 2, [.. metric]);
        return [.. payload];
    }

    /// <summary>Where a host application tells its state (Sparkplug 3.0, section 6.4.25).</summary>
    public static string StateTopic(string host) => $"spBv1.0/STATE/{host}";

    /// <summary>The state itself; birth and death of one connection carry the same time.</summary>
    public static byte[] State(bool online, long unixMilliseconds) => JsonSerializer.SerializeToUtf8Bytes(new { online, timestamp = unixMilliseconds });

    private static void Number(List<byte> to, int field, ulong value)
    {
        Varint(to, (ulong)field << 3);
        Varint(to, value);
    }

    private static void Bytes(List<byte> to, int field, ReadOnlySpan<byte> value)
    {
        Varint(to, ((ulong)field << 3) | 2);
        Varint(to, (ulong)value.Length);
        to.AddRange(value);
    }

    private static void Varint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.Add((byte)(value | 0x80));
        to.Add((byte)value);
    }
}
