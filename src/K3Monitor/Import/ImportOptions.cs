using System.CommandLine;
using System.Globalization;
using K3Monitor.Ingest.Imports.Declaring;
using K3Monitor.Inspection.Imports;

namespace K3Monitor.App.Import;

/// <summary>The options of <c>import</c> that say how a file is written; each overrules the declaration file.</summary>
internal sealed class ImportOptions
{
    private readonly Option<FileInfo?> declaration = new("--declaration") { Description = "File that says how the files are written; other options overrule it.", HelpName = "FILE.yaml" };
    private readonly Option<string[]> map = new("--map") { Description = "Where a column belongs: COLUMN=DEVICE/CHANNEL[unit] or COLUMN=AREA/POINT[unit]; may be given several times. COLUMN is a header, or #3.", HelpName = "COLUMN=TARGET[unit]" };
    private readonly Option<string?> encoding = Word("--encoding", "Encoding of the text.", "utf-8", "utf-16le", "utf-16be", "windows-1252");
    private readonly Option<string?> separator = Word("--separator", "What separates columns.", "comma", "semicolon", "tab", "pipe");
    private readonly Option<int?> header = new("--header") { Description = "Line of the header, from 1; 0 when there is none.", HelpName = "LINE" };
    private readonly Option<string?> point = Word("--decimal", "Decimal mark.", "dot", "comma");
    private readonly Option<string?> thousands = Word("--thousands", "What separates thousands.", "none", "comma", "dot", "space", "apostrophe");
    private readonly Option<string?> dates = Word("--dates", "Order of a date's parts.", "dmy", "mdy", "ymd");
    private readonly Option<string?> zone = new("--zone") { Description = "IANA zone of times that name none. Default: the site's.", HelpName = "Z" };
    private readonly Option<string[]> time = new("--time") { Description = "Column of the time; twice for date and time of day.", HelpName = "COLUMN" };
    private readonly Option<string?> layout = Word("--layout", "wide: a column a channel; long: a column names the channel.", "wide", "long");
    private readonly Option<string?> channelColumn = Name("--channel-column", "In a long file the column that names the channel.");
    private readonly Option<string?> valueColumn = Name("--value-column", "In a long file the column of the values.");
    private readonly Option<string?> unitColumn = Name("--unit-column", "In a long file the column of the units.");
    private readonly Option<string?> qualityColumn = Name("--quality-column", "Column of good, uncertain, bad, over, under.");
    private readonly Option<string?> device = new("--device") { Description = "Device of the site whose channels the columns are named after.", HelpName = "KEY" };
    private readonly Option<string[]> missing = new("--missing") { Description = "A number or word that means that nothing was measured; may be given several times.", HelpName = "TEXT" };
    private readonly Option<string[]> numbers = new("--number") { Description = "A number that looks like such a mark and was measured; may be given several times.", HelpName = "N" };
    private readonly Option<double?> temperature = new("--temperature") { Description = "Air temperature for mg/m³, °C.", HelpName = "T" };
    private readonly Option<double?> pressure = new("--pressure") { Description = "Air pressure for mg/m³, kPa.", HelpName = "P" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[
            declaration, map, device, encoding, separator, header, point, thousands, dates, zone, time, layout, channelColumn, valueColumn, unitColumn, qualityColumn,
            missing, numbers, temperature, pressure])
            command.Options.Add(option);
    }

    /// <summary>What was declared, by the file and the options together; faults name the option or the file's line.</summary>
    public ImportDeclaration Read(ParseResult parse, List<string> faults)
    {
        ImportDeclaration file = FromFile(parse, faults);
        List<ColumnDeclaration> columns = [.. (parse.GetValue(map) ?? []).Select(m => Mapped(m, file, faults)).OfType<ColumnDeclaration>()];
        return file with
        {
            Encoding = parse.GetValue(encoding) ?? file.Encoding,
            Separator = parse.GetValue(separator) ?? file.Separator,
            HeaderLine = parse.GetValue(header) ?? file.HeaderLine,
            Decimal = parse.GetValue(point) ?? file.Decimal,
            Thousands = parse.GetValue(thousands) ?? file.Thousands,
            Dates = parse.GetValue(dates) ?? file.Dates,
            Zone = parse.GetValue(zone) ?? file.Zone,
            Time = parse.GetValue(time) is { Length: > 0 } columnsOfTime ? columnsOfTime : file.Time,
            Layout = parse.GetValue(layout) ?? file.Layout,
            ChannelColumn = parse.GetValue(channelColumn) ?? file.ChannelColumn,
            ValueColumn = parse.GetValue(valueColumn) ?? file.ValueColumn,
            UnitColumn = parse.GetValue(unitColumn) ?? file.UnitColumn,
            QualityColumn = parse.GetValue(qualityColumn) ?? file.QualityColumn,
            Device = parse.GetValue(device) ?? file.Device,
            Missing = [.. file.Missing.Union(parse.GetValue(missing) ?? [])],
            Numbers = [.. file.Numbers.Union(parse.GetValue(numbers) ?? [])],
            Temperature = parse.GetValue(temperature) ?? file.Temperature,
            Pressure = parse.GetValue(pressure) ?? file.Pressure,
            Columns = [.. file.Columns.Where(c => columns.TrueForAll(o => o.Column != c.Column)), .. columns],
        };
    }

    private ImportDeclaration FromFile(ParseResult parse, List<string> faults)
    {
        if (parse.GetValue(declaration) is not { } file)
            return new ImportDeclaration();
        (ImportDeclaration? read, var wrong) = DeclarationFile.Read(File.ReadAllText(file.FullName), file.Name);
        faults.AddRange(wrong.Select(f => f.ToString()));
        return read ?? new ImportDeclaration();
    }

    /// <summary><c>COLUMN=TARGET[unit]</c>; the last equals sign separates, because headers may have one.</summary>
    private static ColumnDeclaration? Mapped(string text, ImportDeclaration file, List<string> faults)
    {
        int equals = text.LastIndexOf('=');
        string target = equals < 0 ? "" : text[(equals + 1)..].Trim();
        int bracket = target.IndexOf('[', StringComparison.Ordinal);
        string? unit = bracket > 0 && target.EndsWith(']') ? target[(bracket + 1)..^1] : null;
        target = bracket > 0 ? target[..bracket].Trim() : target;
        if (equals <= 0 || target.Length == 0 || (bracket > 0 && unit is null))
        {
            faults.Add($"--map: '{text}' is not COLUMN=DEVICE/CHANNEL or COLUMN=DEVICE/CHANNEL[unit]");
            return null;
        }

        string column = text[..equals].Trim();
        ColumnDeclaration? before = file.Columns.FirstOrDefault(c => c.Column == column);
        return new ColumnDeclaration(column, target, unit ?? before?.Unit, before?.Lod, before?.Top);
    }

    private static Option<string?> Word(string name, string description, params string[] words) =>
        new Option<string?>(name) { Description = description + " " + string.Join(", ", words) + ".", HelpName = "WORD" }.AcceptOnlyFromAmong(words);

    private static Option<string?> Name(string name, string description) => new(name) { Description = description, HelpName = "COLUMN" };
}
