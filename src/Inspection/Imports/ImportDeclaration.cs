namespace K3Monitor.Inspection.Imports;

/// <summary>Where one column, or one channel of a long file, belongs.</summary>
/// <param name="Column">Header of the column with or without its unit, or <c>#3</c> for the third; in a long file the text in the channel column.</param>
/// <param name="Target"><c>device/channel</c>, or a point as <c>area/point</c>, of the site.</param>
/// <param name="Unit">Unit of the file's values; null takes the header's, or the channel's own.</param>
/// <param name="Lod">What <c>&lt;LOD</c> stands for, in the file's unit; null refuses such cells.</param>
/// <param name="Top">What <c>OL</c> stands for, in the file's unit; null takes the top of the channel's range.</param>
public sealed record ColumnDeclaration(string Column, string Target, string? Unit = null, double? Lod = null, double? Top = null);

/// <summary>
/// How a file is to be read. A member that is null (an empty list) was not declared and is recognised; what recognition gives
/// back has them all and can be kept as a file and given again. See docs/import.md.
/// </summary>
/// <remarks>Immutable, safe to share between threads.</remarks>
public sealed record ImportDeclaration
{
    /// <summary>One of <c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c>, <c>windows-1252</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>One of <c>comma</c>, <c>semicolon</c>, <c>tab</c>, <c>pipe</c>.</summary>
    public string? Separator { get; init; }

    /// <summary>Line of the header, from 1; 0 when there is none and the data begin at the first line that can be read.</summary>
    public int? HeaderLine { get; init; }

    /// <summary><c>dot</c> or <c>comma</c>.</summary>
    public string? Decimal { get; init; }

    /// <summary>One of <c>none</c>, <c>comma</c>, <c>dot</c>, <c>space</c>, <c>apostrophe</c>.</summary>
    public string? Thousands { get; init; }

    /// <summary>Order of a date's parts: <c>dmy</c>, <c>mdy</c> or <c>ymd</c>. Declared, it also permits years of two digits (2000 to 2099).</summary>
    public string? Dates { get; init; }

    /// <summary>IANA zone of times that name none.</summary>
    public string? Zone { get; init; }

    /// <summary>The column of the time, or those of date and time of day.</summary>
    public IReadOnlyList<string> Time { get; init; } = [];

    /// <summary><c>wide</c>: a column a channel; <c>long</c>: a column names the channel of each line.</summary>
    public string? Layout { get; init; }

    /// <summary>In a long file the column that names the channel.</summary>
    public string? ChannelColumn { get; init; }

    /// <summary>In a long file the column of the values.</summary>
    public string? ValueColumn { get; init; }

    /// <summary>In a long file the column of the units; null for none.</summary>
    public string? UnitColumn { get; init; }

    /// <summary>Column of a quality word (<c>good uncertain bad over under</c>); null for none.</summary>
    public string? QualityColumn { get; init; }

    /// <summary>Device of the site whose channels the columns are named after; null looks at all devices.</summary>
    public string? Device { get; init; }

    /// <summary>Cells that mean that nothing was measured: numbers such as -999, or words.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Numbers that look like such a mark and are measurements.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Air temperature for conversion between mg/m³ and ppm, °C; null refuses the conversion.</summary>
    public double? Temperature { get; init; }

    /// <summary>Air pressure for that conversion, kPa.</summary>
    public double? Pressure { get; init; }

    /// <summary>Where the columns belong; one that is not named is looked for by its name, and left out when it is not found.</summary>
    public IReadOnlyList<ColumnDeclaration> Columns { get; init; } = [];
}
