using System.Globalization;
using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Inspection.Imports;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>What the first lines of a file show: its separator, its header, and the columns of time.</summary>
/// <param name="SeparatorName">Name of the separator.</param>
/// <param name="Separator">The separator.</param>
/// <param name="HeaderLine">Line of the header; 0 for none.</param>
/// <param name="DataFrom">The first line of data.</param>
/// <param name="Columns">The columns by name.</param>
/// <param name="Time">Columns of time: one, or date and time of day.</param>
internal sealed record Head(string SeparatorName, char Separator, int HeaderLine, long DataFrom, ColumnNames Columns, IReadOnlyList<int> Time);

/// <summary>Recognises the first lines. Pure.</summary>
internal static class HeadRecognition
{
    /// <summary>How many lines are looked at.</summary>
    public const int Lines = 500;

    private static readonly string[] TimeWords = ["time", "timestamp", "datetime", "date time", "date/time", "date & time", "waktu", "tanggal", "ts", "zeit", "time_utc"];

    private static readonly (string Name, char Mark)[] Separators = [("comma", ','), ("semicolon", ';'), ("tab", '\t'), ("pipe", '|')];

    /// <summary>The separator of a name; null when there is none.</summary>
    public static char? SeparatorOf(string name) => Separators.Where(s => s.Name == name).Select(s => (char?)s.Mark).FirstOrDefault();

    /// <summary>Recognises the head; null with a fault when it cannot be.</summary>
    public static Head? Recognise(IReadOnlyList<TextLine> lines, ImportDeclaration declared, Findings findings)
    {
        if (ShapeOf(lines, declared, findings) is not { } shape)
            return null;
        string name = Separators.First(s => s.Mark == shape.Separator).Name;
        IReadOnlyList<int>? byContent = declared.Time.Count > 0 ? null : TimeColumns(shape);
        int header = declared.HeaderLine ?? HeaderOf(shape, byContent ?? shape.Of(TimeCell.Moment, TimeCell.Epoch, TimeCell.Date));
        CutLine? heading = shape.Lines.FirstOrDefault(l => l.Line == header);
        if (header > 0 && heading is null)
        {
            findings.Fault("--header", string.Create(CultureInfo.InvariantCulture, $"line {header} holds no header: it is blank, a comment, or not among the first {Lines}"));
            return null;
        }

        var columns = new ColumnNames(heading?.Cells ?? [], Math.Max(shape.Columns, heading?.Cells.Length ?? 0));
        findings.Choose("header", declared.HeaderLine is { } line ? Told(line) : null, Told(header), header > 0 ? "the lines below it tell times" : "the first line tells a time already");
        if (TimeOf(shape, columns, declared, byContent, findings) is not { } time)
            return null;
        long from = header > 0 ? header + 1 : shape.FirstWith(time)?.Line ?? 1;
        return new Head(name, shape.Separator, header, from, columns, time);
    }

    private static string Told(int header) => header == 0 ? "none" : header.ToString(CultureInfo.InvariantCulture);

    private static TableShape? ShapeOf(IReadOnlyList<TextLine> lines, ImportDeclaration declared, Findings findings)
    {
        if (declared.Separator is { } given)
        {
            findings.Choose("separator", given, null, "");
            TableShape? shape = SeparatorOf(given) is { } mark ? TableShape.Of(lines, mark) : null;
            if (shape is null)
                findings.Fault("--separator", $"'{given}' does not cut the lines into columns");
            return shape;
        }

        List<TableShape> fitting = [.. Separators.Select(s => TableShape.Of(lines, s.Mark)).OfType<TableShape>()];
        List<TableShape> timed = [.. fitting.Where(s => s.TellsTime)];
        fitting = timed.Count > 0 ? timed : fitting;
        if (fitting.Count == 1)
        {
            findings.Choose("separator", null, Separators.First(s => s.Mark == fitting[0].Separator).Name, string.Create(CultureInfo.InvariantCulture, $"it cuts the lines into {fitting[0].Columns} columns, of which some tell the time"));
            return fitting[0];
        }

        findings.Fault("--separator", fitting.Count == 0
            ? "no separator (comma, semicolon, tab, pipe) cuts the lines into columns"
            : "the lines can be cut by " + string.Join(" or ", fitting.Select(s => Separators.First(p => p.Mark == s.Separator).Name)));
        return null;
    }

    private static int HeaderOf(TableShape shape, IReadOnlyList<int> time)
    {
        if (time.Count == 0 || shape.FirstWith(time) is not { } first)
            return 0;
        CutLine? above = shape.Lines.TakeWhile(l => l != first).LastOrDefault();
        return above is { Cells.Length: > 1 } ? (int)above.Line : 0;
    }

    /// <summary>The columns of time, where the cells leave no choice.</summary>
    private static IReadOnlyList<int>? TimeColumns(TableShape shape)
    {
        IReadOnlyList<int> whole = shape.Of(TimeCell.Moment, TimeCell.Epoch);
        IReadOnlyList<int> dates = shape.Of(TimeCell.Date);
        IReadOnlyList<int> clocks = shape.Of(TimeCell.Clock);
        if (whole.Count == 1)
            return whole;
        return whole.Count == 0 && dates.Count == 1 && clocks.Count == 1 ? [dates[0], clocks[0]] : null;
    }

    private static IReadOnlyList<int>? TimeOf(TableShape shape, ColumnNames columns, ImportDeclaration declared, IReadOnlyList<int>? byContent, Findings findings)
    {
        if (declared.Time.Count > 0)
        {
            List<int> given = [.. declared.Time.Select(n => columns.Find(n, "--time", findings)).OfType<int>()];
            findings.Choose("time", string.Join(" + ", declared.Time), null, "");
            return given.Count == declared.Time.Count && given.Count <= 2 ? given : null;
        }

        List<int> whole = [.. shape.Of(TimeCell.Moment, TimeCell.Epoch)];
        List<int> named = [.. whole.Where(i => TimeWords.Contains(columns[i].ToLowerInvariant()))];
        IReadOnlyList<int>? chosen = byContent ?? (named.Count == 1 ? named : null);
        if (chosen is null)
        {
            List<string> candidates = [.. shape.Of(TimeCell.Moment, TimeCell.Epoch, TimeCell.Date, TimeCell.Clock).Select(i => columns[i])];
            findings.Fault("--time", candidates.Count == 0 ? "no column tells date and time" : $"several columns tell times ({string.Join(", ", candidates)}): one, or one of the date and one of the time of day, must be named");
            return null;
        }

        findings.Choose("time", null, string.Join(" + ", chosen.Select(i => columns[i])), byContent is null ? "its name, among several columns of times" : "no other column tells the time of a line");
        return chosen;
    }
}
