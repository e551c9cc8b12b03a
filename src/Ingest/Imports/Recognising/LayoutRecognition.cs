using K3Monitor.Inspection.Imports;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>Which columns of a file hold what.</summary>
/// <param name="Channel">In a long file the column that names the channel; null in a wide one.</param>
/// <param name="Value">In a long file the column of the values.</param>
/// <param name="Unit">In a long file the column of the units.</param>
/// <param name="Quality">The column of a quality word.</param>
internal sealed record Layout(int? Channel, int? Value, int? Unit, int? Quality)
{
    public bool IsLong => Channel is not null;
}

/// <summary>Tells a wide file from a long one by its header. Pure.</summary>
internal static class LayoutRecognition
{
    private static readonly HashSet<string> ChannelWords = ["channel", "kanal", "point", "titik", "parameter", "variable", "sensor", "tag", "quantity", "name", "nama"];
    private static readonly HashSet<string> ValueWords = ["value", "nilai", "reading", "result", "hasil", "measurement", "concentration", "konsentrasi"];
    private static readonly HashSet<string> UnitWords = ["unit", "units", "satuan"];
    private static readonly HashSet<string> QualityWords = ["quality", "kualitas"];

    /// <summary>The layout; null with a fault when a column that it needs is not there.</summary>
    public static Layout? Recognise(ColumnNames columns, ImportDeclaration declared, Findings findings)
    {
        int? quality = Column(columns, declared.QualityColumn, QualityWords, "--quality-column", findings);
        int? channel = Column(columns, declared.ChannelColumn, ChannelWords, "--channel-column", findings);
        int? value = Column(columns, declared.ValueColumn, ValueWords, "--value-column", findings);
        bool looksLong = channel is not null && value is not null;
        string layout = findings.Choose("layout", declared.Layout, looksLong ? "long" : "wide", looksLong
            ? $"'{columns[channel!.Value]}' names the channel of a line and '{columns[value!.Value]}' holds its value"
            : "no pair of columns names a channel and its value")!;
        if (quality is { } words)
            findings.Choose("quality_column", declared.QualityColumn, columns[words], "its name");
        if (layout == "wide")
            return new Layout(null, null, null, quality);
        if (!looksLong)
        {
            findings.Fault(channel is null ? "--channel-column" : "--value-column", "a long file needs a column that names the channel and one of the values; name it");
            return null;
        }

        int? unit = Column(columns, declared.UnitColumn, UnitWords, "--unit-column", findings);
        findings.Choose("channel_column", declared.ChannelColumn, columns[channel!.Value], "its name");
        findings.Choose("value_column", declared.ValueColumn, columns[value!.Value], "its name");
        if (unit is { } units)
            findings.Choose("unit_column", declared.UnitColumn, columns[units], "its name");
        return new Layout(channel, value, unit, quality);
    }

    private static int? Column(ColumnNames columns, string? declared, HashSet<string> words, string option, Findings findings) =>
        declared is null ? columns.Only(words) : columns.Find(declared, option, findings);
}
