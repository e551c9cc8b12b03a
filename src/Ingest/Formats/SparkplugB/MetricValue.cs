using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>The value of a metric by its data type: integers are carried as unsigned and must be read back by their width.</summary>
internal static class MetricValue
{
    public static ReadValue Read(SparkplugMetric metric, SparkplugType type)
    {
        if (metric.IsNull || metric.Member == ValueMember.None)
            return ReadValue.Missing(metric.IsNull ? "value.missing: is_null" : "value.missing: no value");
        SampleFlags flags = metric.Quality switch { null or 192 => SampleFlags.None, 500 => SampleFlags.Uncertain, >= 192 and < 256 => SampleFlags.None, < 64 => SampleFlags.Bad, _ => SampleFlags.Uncertain };
        ReadValue value = Plain(metric, type);
        return flags == SampleFlags.None ? value : value with { Flags = value.Flags | flags, Reason = FormattableString.Invariant($"quality {metric.Quality}") };
    }

    private static ReadValue Plain(SparkplugMetric metric, SparkplugType type) => metric.Member switch
    {
        ValueMember.Float => Real(Float32.Narrow(metric.Real)),
        ValueMember.Double => Real(metric.Real),
        ValueMember.Boolean => new ReadValue(Formats.Scalar.Of(metric.Bits != 0)),
        ValueMember.Text => type is SparkplugType.String or SparkplugType.Text or SparkplugType.Uuid or SparkplugType.Unknown
            ? new ReadValue(Formats.Scalar.Of(metric.Word!), SampleFlags.None, "value.text: kept as a word")
            : ReadValue.Refuse($"text for a value of type {type}"),
        ValueMember.Int or ValueMember.Long => Integer(metric, type),
        _ => ReadValue.Refuse($"a value of type {(type == SparkplugType.Unknown ? "data set, template or bytes" : type)} is not read"),
    };

    private static ReadValue Real(double value) =>
        double.IsFinite(value) ? new ReadValue(Formats.Scalar.Of(value)) : ReadValue.Missing("value.not-a-number: NaN or infinite");

    private static ReadValue Integer(SparkplugMetric metric, SparkplugType type) => type switch
    {
        SparkplugType.Int8 => Whole((sbyte)metric.Bits),
        SparkplugType.Int16 => Whole((short)metric.Bits),
        SparkplugType.Int32 => Whole((int)metric.Bits),
        SparkplugType.Int64 => Whole((long)metric.Bits),
        SparkplugType.UInt8 or SparkplugType.UInt16 or SparkplugType.UInt32 => Whole((long)(metric.Bits & 0xFFFFFFFF)),
        SparkplugType.UInt64 => metric.Bits <= long.MaxValue ? Whole((long)metric.Bits) : Big(FormattableString.Invariant($"{metric.Bits}")),
        SparkplugType.Boolean => new ReadValue(Formats.Scalar.Of(metric.Bits != 0)),
        SparkplugType.DateTime => new ReadValue(Formats.Scalar.Of(metric.Bits < 100_000_000_000_000 ? Instant.FromUnixMilliseconds((long)metric.Bits).ToString() : FormattableString.Invariant($"{metric.Bits}"))),
        SparkplugType.Unknown when metric.Bits < 0x80000000 => Whole((long)metric.Bits),
        SparkplugType.Unknown => ReadValue.Refuse("an integer without its data type may be negative"),
        _ => ReadValue.Refuse($"an integer for a value of type {type}"),
    };

    private static ReadValue Whole(long value) =>
        Math.Abs((double)value) <= 9007199254740992 ? new ReadValue(Formats.Scalar.Of((double)value)) : Big(FormattableString.Invariant($"{value}"));

    private static ReadValue Big(string value) => new(Formats.Scalar.Of(value), SampleFlags.None, "value.text: beyond 2^53, kept as written");
}
