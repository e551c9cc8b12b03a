using System.Formats.Cbor;

namespace K3Monitor.Ingest.Formats.Senml;

/// <summary>SenML in CBOR (RFC 8428, section 6), as bytes or as hexadecimal text.</summary>
internal sealed class SenmlCborFormat : IMessageFormat
{
    private const int MostRecords = 20_000;

    public string Name => "senml-cbor";

    public string Shape => "a CBOR array of maps with the labels of RFC 8428";

    public Confidence Recognise(FieldMessage message)
    {
        if (message.LooksLikeJson)
            return Confidence.None;
        byte[] bytes = message.Bytes();
        bool begins = bytes.Length >= 4 && bytes[0] is >= 0x81 and <= 0x9F && bytes[1] is >= 0xA1 and <= 0xBF;
        return begins && Records(bytes).Records is { Count: > 0 } ? Confidence.Certain : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        (List<SenmlRecord>? records, string? fault) = Records(message.Bytes());
        if (records is null)
            into.Refuse("cbor.malformed", $"topic '{message.Topic}', read as {Name}: {fault}");
        else
            new SenmlPack(message, into).Take(records);
    }

    private static (List<SenmlRecord>? Records, string? Fault) Records(byte[] bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Lax);
            var records = new List<SenmlRecord>();
            reader.ReadStartArray();
            while (reader.PeekState() != CborReaderState.EndArray && records.Count < MostRecords)
                records.Add(ReadRecord(reader));
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? (records, null) : (null, "bytes after the pack");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or FormatException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private static SenmlRecord ReadRecord(CborReader reader)
    {
        var record = new SenmlRecord();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            if (reader.PeekState() == CborReaderState.TextString)
            {
                if (reader.ReadTextString().EndsWith('_'))
                    throw new FormatException("a label that must be understood is not known");
                reader.SkipValue();
                continue;
            }

            Set(record, reader.ReadInt32(), reader);
        }

        reader.ReadEndMap();
        return record;
    }

    private static void Set(SenmlRecord record, int label, CborReader reader)
    {
        switch (label)
        {
            case -1: record.BaseVersion = reader.ReadInt64(); break;
            case -2: record.BaseName = reader.ReadTextString(); break;
            case -3: record.BaseTime = Exact(reader); break;
            case -4: record.BaseUnit = reader.ReadTextString(); break;
            case -5: record.BaseValue = Real(reader); break;
            case -6: record.BaseSum = Real(reader); break;
            case 0: record.Name = reader.ReadTextString(); break;
            case 1: record.Unit = reader.ReadTextString(); break;
            case 2: record.Value = Real(reader); break;
            case 3: record.Text = reader.ReadTextString(); break;
            case 4: record.State = reader.ReadBoolean(); break;
            case 5: record.Sum = Real(reader); break;
            case 6: record.Time = Exact(reader); break;
            case 8: record.Data = Convert.ToBase64String(reader.ReadByteString()); break;
            default: reader.SkipValue(); break;
        }
    }

    /// <summary>Times in double precision carry microseconds of our century: the rest is noise of the last bit.</summary>
    private static decimal Exact(CborReader reader) =>
        Real(reader) is > -1e15 and < 1e15 and var time ? Math.Round((decimal)time, 6) : throw new FormatException("a time is too large");

    private static double Real(CborReader reader) => reader.PeekState() switch
    {
        CborReaderState.UnsignedInteger => reader.ReadUInt64(),
        CborReaderState.NegativeInteger => reader.ReadInt64(),
        CborReaderState.Tag when reader.PeekTag() is CborTag.DecimalFraction => (double)reader.ReadDecimal(),
        CborReaderState.HalfPrecisionFloat => (double)reader.ReadHalf(),
        CborReaderState.SinglePrecisionFloat => Normalising.Values.Float32.Narrow(reader.ReadSingle()),
        _ => reader.ReadDouble(),
    };
}
