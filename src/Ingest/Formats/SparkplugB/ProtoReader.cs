using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>
/// Reads the wire format of protocol buffers (varints, 32 and 64 bits, lengths), field by field. Input that is cut short or
/// wrong sets <see cref="Failed"/> and ends the reading; nothing throws and nothing is allocated but text.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> data = data;
    private int at;
    private int wire;

    /// <summary>Number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>Whether the input was wrong.</summary>
    public bool Failed { get; private set; }

    /// <summary>How far it was read.</summary>
    public readonly int Position => at;

    /// <summary>Goes to the next field; false at the end or when the input is wrong.</summary>
    public bool Next()
    {
        if (Failed || at >= data.Length)
            return false;
        ulong key = Varint();
        Field = (int)(key >> 3);
        wire = (int)(key & 7);
        if (Field == 0 || key > uint.MaxValue)
            Failed = true;
        return !Failed;
    }

    /// <summary>A number of any wire type that holds one.</summary>
    public ulong Number() => wire switch
    {
        0 => Varint(),
        1 => Fixed64(),
        5 => Fixed32(),
        _ => (ulong)Fail(),
    };

    public float Single() => wire == 5 ? BitConverter.UInt32BitsToSingle((uint)Fixed32()) : Fail();

    public double Double() => wire == 1 ? BitConverter.UInt64BitsToDouble(Fixed64()) : Fail();

    public ReadOnlySpan<byte> Bytes()
    {
        if (wire != 2)
        {
            Fail();
            return [];
        }

        ulong length = Varint();
        if (Failed || length > (ulong)(data.Length - at))
        {
            Fail();
            return [];
        }

        ReadOnlySpan<byte> bytes = data.Slice(at, (int)length);
        at += (int)length;
        return bytes;
    }

    public string Text()
    {
        ReadOnlySpan<byte> bytes = Bytes();
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        Fail();
        return "";
    }

    /// <summary>Passes over the present field.</summary>
    public void Skip()
    {
        if (wire == 2)
            Bytes();
        else
            Number();
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && at < data.Length; shift += 7)
        {
            byte part = data[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        return (ulong)Fail();
    }

    private ulong Fixed32()
    {
        if (data.Length - at < 4)
            return (ulong)Fail();
        at += 4;
        return BinaryPrimitives.ReadUInt32LittleEndian(data[(at - 4)..]);
    }

    private ulong Fixed64()
    {
        if (data.Length - at < 8)
            return (ulong)Fail();
        at += 8;
        return BinaryPrimitives.ReadUInt64LittleEndian(data[(at - 8)..]);
    }

    private int Fail()
    {
        Failed = true;
        at = data.Length;
        return 0;
    }
}
