using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace K3Monitor.Ingest.Records;

/// <summary>Writes the fields of a journal record; docs/formats/journal-records.md has them one by one.</summary>
/// <remarks>Reused: <see cref="Begin"/> empties it. Not for two threads at a time.</remarks>
internal sealed class RecordWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public void Begin(byte version)
    {
        buffer.ResetWrittenCount();
        Byte(version);
    }

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    /// <summary>An unsigned number, seven bits a byte, low bits first.</summary>
    public void Unsigned(ulong value)
    {
        Span<byte> span = buffer.GetSpan(10);
        int count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        buffer.Advance(count);
    }

    /// <summary>A signed number, zigzag, then as an unsigned one.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        buffer.Write(value);
    }

    /// <summary>A text in UTF-8 with its length; null and empty are told apart.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length + 1);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(Math.Max(1, length)));
        buffer.Advance(length);
    }
}
