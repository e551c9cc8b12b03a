using System.Buffers.Binary;
using System.Text;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Records;

/// <summary>Reads the fields of a journal record.</summary>
/// <remarks>Every fault of the bytes is an <see cref="InvalidDataException"/>; nothing else is thrown and nothing is read beyond the record.</remarks>
internal ref struct RecordReader(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> rest = content;

    public void Version(byte known)
    {
        byte version = Byte();
        if (version != known)
            throw new InvalidDataException($"record version {version} is not {known}");
    }

    /// <summary>The version, when it is one of two that are known.</summary>
    public byte Version(byte former, byte known)
    {
        byte version = Byte();
        return version == former || version == known ? version : throw new InvalidDataException($"record version {version} is neither {former} nor {known}");
    }

    public byte Byte() => Take(1)[0];

    public ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("a number has more than ten bytes");
    }

    public long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int()
    {
        long value = Signed();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new InvalidDataException($"{value} is no 32-bit number");
    }

    /// <summary>An instant that can be written as a date.</summary>
    public Instant Instant(long after = 0)
    {
        long value = unchecked(Signed() + after);
        return value >= Measurements.Instant.MinValue.UnixMicroseconds && value <= Measurements.Instant.MaxValue.UnixMicroseconds
            ? new Instant(value)
            : throw new InvalidDataException($"{value} is no instant");
    }

    /// <summary>Nothing may follow the last field.</summary>
    public readonly void End()
    {
        if (!rest.IsEmpty)
            throw new InvalidDataException($"{rest.Length} bytes follow the last field");
    }

    public int Count(int most)
    {
        ulong value = Unsigned();
        return value <= (ulong)most ? (int)value : throw new InvalidDataException($"a count of {value} is above {most}");
    }

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public byte[] Bytes() => Take(Count(int.MaxValue)).ToArray();

    public string? Text()
    {
        int length = Count(int.MaxValue);
        return length == 0 ? null : Encoding.UTF8.GetString(Take(length - 1));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
            throw new InvalidDataException("the record ends too early");
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
