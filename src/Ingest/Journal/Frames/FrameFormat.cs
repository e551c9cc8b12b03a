using System.Buffers.Binary;
using System.Numerics;

namespace K3Monitor.Ingest.Journal.Frames;

/// <summary>The bytes of a frame; docs/formats/journal.md says the same field by field.</summary>
internal static class FrameFormat
{
    public const int HeaderBytes = 20;

    /// <summary>No frame is longer, header included: bounds what a reader must hold and what one damaged byte can cost.</summary>
    public const int MaxFrameBytes = 1 << 20;

    /// <summary>Kind byte and the longest length field.</summary>
    public const int MaxRecordBytes = MaxFrameBytes - HeaderBytes - 4;

    /// <summary>"K3J" and the version of the format, 1.</summary>
    public static ReadOnlySpan<byte> Magic => "K3J\u0001"u8;

    public static int RecordBytes(int contentLength) => 1 + LengthBytes(contentLength) + contentLength;

    /// <summary>Writes one record (kind, length in 7-bit groups with the low group first, content) and returns its size.</summary>
    public static int WriteRecord(Span<byte> target, byte kind, ReadOnlySpan<byte> content)
    {
        target[0] = kind;
        var at = 1;
        var rest = (uint)content.Length;
        for (; rest >= 0x80; rest >>= 7)
            target[at++] = (byte)(rest | 0x80);
        target[at++] = (byte)rest;
        content.CopyTo(target[at..]);
        return at + content.Length;
    }

    /// <summary>Reads the record that starts at <paramref name="at"/> and moves behind it; false when it does not fit.</summary>
    public static bool TryReadRecord(ReadOnlyMemory<byte> payload, ref int at, out byte kind, out ReadOnlyMemory<byte> content)
    {
        var bytes = payload.Span;
        (kind, content) = (0, default);
        if (at + 2 > bytes.Length) return false;
        kind = bytes[at];
        var i = at + 1;
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (i >= bytes.Length || shift > 14) return false;
            length |= (bytes[i] & 0x7F) << shift;
            if (bytes[i++] < 0x80) break;
        }

        if (length > bytes.Length - i) return false;
        content = payload.Slice(i, length);
        at = i + length;
        return true;
    }

    /// <summary>Fills in the header of a frame whose payload is already in place.</summary>
    public static void WriteHeader(Span<byte> frame, int count, long position)
    {
        Magic.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], count);
        var place = Mix(position);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[12..], Crc32C(frame[HeaderBytes..]) ^ (uint)place);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[16..], Crc32C(frame[..16]) ^ (uint)(place >> 32));
    }

    /// <summary>True when these 20 bytes are the header of a frame written at exactly this position.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, long position, out int payloadBytes, out int count)
    {
        (payloadBytes, count) = (0, 0);
        if (header.Length < HeaderBytes || !header.StartsWith(Magic)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) != (Crc32C(header[..16]) ^ (uint)(Mix(position) >> 32))) return false;
        payloadBytes = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        count = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        return payloadBytes is > 0 and <= MaxFrameBytes - HeaderBytes && count > 0;
    }

    /// <summary>True when the payload is the one that the header was written for.</summary>
    public static bool PayloadFits(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, long position) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == (Crc32C(payload) ^ (uint)Mix(position));

    /// <summary>CRC-32C (Castagnoli), RFC 3720 appendix B.4.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>Spreads a position over 64 bits (the finaliser of splitmix64), so that a frame copied or left at another place fails its check.</summary>
    private static ulong Mix(long position)
    {
        var z = (ulong)position + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static int LengthBytes(int length) => length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3;
}
