using System.Globalization;

namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>Data types of Sparkplug 3.0 (section 6.4.16).</summary>
internal enum SparkplugType
{
    Unknown = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    UInt8 = 5,
    UInt16 = 6,
    UInt32 = 7,
    UInt64 = 8,
    Float = 9,
    Double = 10,
    Boolean = 11,
    String = 12,
    DateTime = 13,
    Text = 14,
    Uuid = 15,
    DataSet = 16,
    Bytes = 17,
    File = 18,
    Template = 19,
}

/// <summary>The member of a metric that holds its value.</summary>
internal enum ValueMember
{
    None,
    Int,
    Long,
    Float,
    Double,
    Boolean,
    Text,
    Other,
}

/// <summary>A metric as it stands in the payload.</summary>
internal sealed class SparkplugMetric
{
    public string? Name { get; set; }

    public ulong? Alias { get; set; }

    public ulong? Timestamp { get; set; }

    public SparkplugType Type { get; set; }

    public bool IsHistorical { get; set; }

    public bool IsNull { get; set; }

    public ValueMember Member { get; set; }

    public ulong Bits { get; set; }

    public double Real { get; set; }

    public string? Word { get; set; }

    public string? Unit { get; set; }

    /// <summary>The property <c>Quality</c> as OPC counts it: 192 good, 0 bad, 500 stale; null when it is absent.</summary>
    public long? Quality { get; set; }
}

/// <summary>A Sparkplug B payload as it stands on the wire (<c>sparkplug_b.proto</c> of Eclipse Sparkplug 3.0).</summary>
internal sealed class SparkplugPayload
{
    private const int MostMetrics = 20_000;

    public ulong? Timestamp { get; private set; }

    public ulong? Sequence { get; private set; }

    public string? Uuid { get; private set; }

    public List<SparkplugMetric> Metrics { get; } = [];

    /// <summary>The payload, or why there is none.</summary>
    public static (SparkplugPayload? Payload, string? Fault) Read(ReadOnlySpan<byte> bytes)
    {
        var payload = new SparkplugPayload();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: payload.Timestamp = reader.Number(); break;
                case 2 when payload.Metrics.Count >= MostMetrics:
                    return (null, string.Create(CultureInfo.InvariantCulture, $"more than {MostMetrics} metrics"));
                case 2:
                    int start = reader.Position;
                    if (ReadMetric(reader.Bytes()) is not { } metric)
                        return (null, string.Create(CultureInfo.InvariantCulture, $"the metric at byte {start} is malformed"));
                    payload.Metrics.Add(metric);
                    break;
                case 3: payload.Sequence = reader.Number(); break;
                case 4: payload.Uuid = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return reader.Failed ? (null, string.Create(CultureInfo.InvariantCulture, $"field {reader.Field} is malformed")) : (payload, null);
    }

    private static SparkplugMetric? ReadMetric(ReadOnlySpan<byte> bytes)
    {
        var metric = new SparkplugMetric();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: metric.Name = reader.Text(); break;
                case 2: metric.Alias = reader.Number(); break;
                case 3: metric.Timestamp = reader.Number(); break;
                case 4: metric.Type = (SparkplugType)(int)Math.Min(reader.Number(), 99); break;
                case 5: metric.IsHistorical = reader.Number() != 0; break;
                case 7: metric.IsNull = reader.Number() != 0; break;
                case 9: ReadProperties(reader.Bytes(), metric); break;
                case >= 10 and <= 19: ReadValue(ref reader, metric); break;
                default: reader.Skip(); break;
            }
        }

        return reader.Failed ? null : metric;
    }

    private static void ReadValue(ref ProtoReader reader, SparkplugMetric metric)
    {
        metric.Member = reader.Field switch { 10 => ValueMember.Int, 11 => ValueMember.Long, 12 => ValueMember.Float, 13 => ValueMember.Double, 14 => ValueMember.Boolean, 15 => ValueMember.Text, _ => ValueMember.Other };
        switch (metric.Member)
        {
            case ValueMember.Int or ValueMember.Long or ValueMember.Boolean: metric.Bits = reader.Number(); break;
            case ValueMember.Float: metric.Real = reader.Single(); break;
            case ValueMember.Double: metric.Real = reader.Double(); break;
            case ValueMember.Text: metric.Word = reader.Text(); break;
            default: reader.Skip(); break;
        }
    }

    private static void ReadProperties(ReadOnlySpan<byte> bytes, SparkplugMetric metric)
    {
        var keys = new List<string>();
        var values = new List<(string? Text, long? Whole)>();
        var reader = new ProtoReader(bytes);
        while (reader.Next() && keys.Count <= 100 && values.Count <= 100)
        {
            if (reader.Field == 1)
                keys.Add(reader.Text());
            else if (reader.Field == 2)
                values.Add(ReadProperty(reader.Bytes()));
            else
                reader.Skip();
        }

        for (int i = 0; i < Math.Min(keys.Count, values.Count); i++)
        {
            if (keys[i] is "engUnit" or "EngUnit" or "Engineering Units" or "engineeringUnits" or "unit" or "Unit" or "units")
                metric.Unit = values[i].Text;
            else if (keys[i] is "Quality" or "quality")
                metric.Quality = values[i].Whole;
        }
    }

    private static (string? Text, long? Whole) ReadProperty(ReadOnlySpan<byte> bytes)
    {
        string? text = null;
        long? whole = null;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 8)
                text = reader.Text();
            else if (reader.Field is 3 or 4)
                whole = (long)reader.Number();
            else
                reader.Skip();
        }

        return reader.Failed ? (null, null) : (text, whole);
    }
}
