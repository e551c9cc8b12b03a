using System.Buffers;

namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>As much of an MQTT fixed header as has arrived (MQTT 5.0 section 2.1.1).</summary>
/// <param name="FirstByte">Packet type and flags.</param>
/// <param name="IsComplete">Whether the whole length field is there.</param>
/// <param name="IsMalformed">Whether a fourth length byte asks for a fifth.</param>
/// <param name="TotalBytes">Size of the whole packet; a lower bound while the length field is incomplete.</param>
internal readonly record struct PacketHeader(byte FirstByte, bool IsComplete, bool IsMalformed, long TotalBytes)
{
    private const int LongestHeader = 5;

    /// <summary>Reads the header at the start of a buffer that is not empty.</summary>
    public static PacketHeader Read(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[LongestHeader];
        var count = (int)Math.Min(LongestHeader, buffer.Length);
        buffer.Slice(0, count).CopyTo(bytes);
        long remaining = 0;
        for (var i = 1; i < count; i++)
        {
            remaining |= (long)(bytes[i] & 0x7F) << (7 * (i - 1));
            if (bytes[i] < 0x80) return new(bytes[0], true, false, 1 + i + remaining);
        }

        return new(bytes[0], false, count == LongestHeader, count + remaining);
    }
}
