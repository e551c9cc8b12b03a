using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Inspection.Imports;
using K3Monitor.Inspection.SiteFiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.Ingest.Imports.Declaring;

/// <summary>A declaration as a YAML file: see docs/import.md.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class DeclarationFile
{
    private const double Far = 1e12;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The declaration, or every fault at once; nothing throws on bad input.</summary>
    /// <param name="text">The file as text.</param>
    /// <param name="file">Its name, as the faults shall call it.</param>
    public static (ImportDeclaration? Declaration, IReadOnlyList<SiteFault> Faults) Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var faults = new FaultList(file);
        if (Root(text, faults) is not { } root)
            return (null, faults.InOrder);
        var place = new YamlPlace(root, "", faults);
        ImportDeclaration read = Read(place);
        place.NothingElse();
        return faults.Any ? (null, faults.InOrder) : (read, []);
    }

    /// <summary>The declaration as text that <see cref="Read(string, string)"/> takes.</summary>
    public static string Write(ImportDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        var text = new StringBuilder("# How k3monitor import reads a file; see docs/import.md.\n");
        foreach ((string key, string? value) in Scalars(declaration).Where(s => s.Value is not null))
            text.Append(CultureInfo.InvariantCulture, $"{key}: {value}\n");
        foreach ((string key, IReadOnlyList<string> list) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("time", declaration.Time), ("missing", declaration.Missing), ("numbers", declaration.Numbers)])
        {
            if (list.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{key}: [{string.Join(", ", list.Select(Quote))}]\n");
        }

        if (declaration.Columns.Count > 0)
            text.Append("columns:\n");
        foreach (ColumnDeclaration column in declaration.Columns)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ column: {Quote(column.Column)}, target: {Quote(column.Target)}");
            if (column.Unit is { } unit)
                text.Append(CultureInfo.InvariantCulture, $", unit: {Quote(unit)}");
            if (column.Lod is { } lod)
                text.Append(CultureInfo.InvariantCulture, $", lod: {lod}");
            if (column.Top is { } top)
                text.Append(CultureInfo.InvariantCulture, $", top: {top}");
            text.Append(" }\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Key, string? Value)> Scalars(ImportDeclaration d) =>
    [
        ("encoding", d.Encoding), ("separator", d.Separator), ("header", d.HeaderLine?.ToString(CultureInfo.InvariantCulture)), ("decimal", d.Decimal),
        ("thousands", d.Thousands), ("dates", d.Dates), ("zone", d.Zone), ("layout", d.Layout), ("channel_column", Quoted(d.ChannelColumn)),
        ("value_column", Quoted(d.ValueColumn)), ("unit_column", Quoted(d.UnitColumn)), ("quality_column", Quoted(d.QualityColumn)), ("device", Quoted(d.Device)),
        ("temperature", d.Temperature?.ToString(CultureInfo.InvariantCulture)), ("pressure", d.Pressure?.ToString(CultureInfo.InvariantCulture)),
    ];

    private static ImportDeclaration Read(YamlPlace place) => new()
    {
        Encoding = OneOf(place, "encoding", TextEncodings.Names),
        Separator = OneOf(place, "separator", ["comma", "semicolon", "tab", "pipe"]),
        HeaderLine = place.Number("header", 0, 500) is { } line ? (int)line : null,
        Decimal = OneOf(place, "decimal", ["dot", "comma"]),
        Thousands = OneOf(place, "thousands", ["none", "comma", "dot", "space", "apostrophe"]),
        Dates = OneOf(place, "dates", ["dmy", "mdy", "ymd"]),
        Zone = Zone(place),
        Layout = OneOf(place, "layout", ["wide", "long"]),
        ChannelColumn = place.Optional("channel_column"),
        ValueColumn = place.Optional("value_column"),
        UnitColumn = place.Optional("unit_column"),
        QualityColumn = place.Optional("quality_column"),
        Device = place.Optional("device"),
        Temperature = place.Number("temperature", -100, 200),
        Pressure = place.Number("pressure", 1, 1_000),
        Time = place.Texts("time"),
        Missing = place.Texts("missing"),
        Numbers = place.Texts("numbers"),
        Columns = [.. place.List("columns").Select(Column).OfType<ColumnDeclaration>()],
    };

    private static ColumnDeclaration? Column(YamlPlace place)
    {
        string? column = place.Required("column", t => t, "a header of the file, or #3 for the third column");
        string? target = place.Required("target", t => t, "device/channel or area/point");
        string? unit = place.Optional("unit") is { } text ? Spellings.Unit(text)?.Symbol : null;
        if (place.Optional("unit") is { } written && unit is null)
            place.Fault("unit", $"'{written}' is no known unit");
        double? lod = place.Number("lod", -Far, Far);
        double? top = place.Number("top", -Far, Far);
        place.NothingElse();
        return column is null || target is null ? null : new ColumnDeclaration(column, target, unit, lod, top);
    }

    private static string? Zone(YamlPlace place)
    {
        if (place.Optional("zone") is not { } text)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out _))
            return text;
        place.Fault("zone", $"'{text}' is not an IANA zone such as Asia/Jakarta");
        return null;
    }

    private static string? OneOf(YamlPlace place, string key, IReadOnlyList<string> allowed)
    {
        if (place.Optional(key) is not { } text)
            return null;
        if (allowed.Contains(text))
            return text;
        place.Fault(key, $"'{text}' is refused; {string.Join(", ", allowed)}");
        return null;
    }

    private static YamlNode? Root(string text, FaultList faults)
    {
        try
        {
            if (YamlDepth.TooDeepAt(text) is { } line)
            {
                faults.Add(line, "", $"is nested deeper than {YamlDepth.Most} levels");
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
                return stream.Documents[0].RootNode;
            faults.Add(0, "", "must hold one document");
        }
        catch (YamlException e)
        {
            faults.Add(e.Start.Line, "", e.Message);
        }

        return null;
    }

    private static string? Quoted(string? text) => text is null ? null : Quote(text);

    // A JSON text is a YAML text in double quotes.
    private static string Quote(string text) => JsonSerializer.Serialize(text, Plain);
}
