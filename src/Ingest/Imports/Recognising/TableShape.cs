using System.Globalization;
using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Ingest.Normalising.Times;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>A line cut into cells.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record CutLine(long Line, string[] Cells);

/// <summary>What a cell may say of time.</summary>
internal enum TimeCell
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Date and time of day.</summary>
    Moment,

    /// <summary>A date alone.</summary>
    Date,

    /// <summary>A time of day alone.</summary>
    Clock,

    /// <summary>Seconds or milliseconds since 1970.</summary>
    Epoch,
}

/// <summary>The first lines of a file as a table, by one separator.</summary>
internal sealed class TableShape
{
    private TableShape(char separator, IReadOnlyList<CutLine> lines, int columns, TimeCell[] kinds)
    {
        Separator = separator;
        Lines = lines;
        Columns = columns;
        Kinds = kinds;
    }

    public char Separator { get; }

    /// <summary>Lines that are neither blank nor comments.</summary>
    public IReadOnlyList<CutLine> Lines { get; }

    /// <summary>The number of cells that most lines have.</summary>
    public int Columns { get; }

    /// <summary>What the cells of each column say of time.</summary>
    public TimeCell[] Kinds { get; }

    /// <summary>The columns of a kind.</summary>
    public IReadOnlyList<int> Of(params TimeCell[] kinds) => [.. Enumerable.Range(0, Columns).Where(i => kinds.Contains(Kinds[i]))];

    /// <summary>Whether there is something that tells the time of a line.</summary>
    public bool TellsTime => Of(TimeCell.Moment, TimeCell.Epoch).Count > 0 || (Of(TimeCell.Date).Count > 0 && Of(TimeCell.Clock).Count > 0);

    /// <summary>Cuts lines; null when most of them are one cell.</summary>
    public static TableShape? Of(IReadOnlyList<TextLine> head, char separator)
    {
        var cells = new List<string>();
        List<CutLine> lines = [.. head.Where(l => !IsComment(l.Text) && CellSplitter.Split(l.Text, separator, cells) && cells.Any(c => c.Length > 0)).Select(l => new CutLine(l.Number, Cut(l.Text, separator)))];
        if (lines.Count == 0)
            return null;
        int columns = lines.GroupBy(l => l.Cells.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;
        if (columns < 2)
            return null;
        List<string[]> rows = [.. lines.Where(l => l.Cells.Length == columns).Select(l => l.Cells)];

        // What loggers write above the header may have as many cells; it never is the second half of what is looked at.
        rows.RemoveRange(0, rows.Count / 2);
        return new TableShape(separator, lines, columns, [.. Enumerable.Range(0, columns).Select(i => KindOf([.. rows.Select(r => r[i]).Where(c => c.Length > 0)]))]);
    }

    /// <summary>Whether a line is blank or a comment.</summary>
    public static bool IsComment(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];

    /// <summary>The first line whose cells in these columns tell a time; null when none does.</summary>
    public CutLine? FirstWith(IReadOnlyList<int> time) =>
        Lines.FirstOrDefault(l => time.All(i => i < l.Cells.Length && Look(l.Cells[i]) != TimeCell.None));

    /// <summary>What a cell says of time.</summary>
    public static TimeCell Look(string cell)
    {
        if (decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return number < 10_000_000_000_000 && EpochRule.Read(number) is not null ? TimeCell.Epoch : TimeCell.None;
        return CellTime.Read(cell) switch
        {
            { Date: not null, Clock: not null } => TimeCell.Moment,
            { Date: not null } => TimeCell.Date,
            { Clock: not null, Offset: null } => TimeCell.Clock,
            _ => TimeCell.None,
        };
    }

    // One cell may be the header, and some may be spoilt.
    private static TimeCell KindOf(List<string> cells)
    {
        foreach (IGrouping<TimeCell, string> kind in cells.GroupBy(Look).Where(g => g.Key != TimeCell.None))
        {
            if (kind.Count() >= Math.Min(0.8 * cells.Count, Math.Max(1, cells.Count - 1)))
                return kind.Key;
        }

        return TimeCell.None;
    }

    private static string[] Cut(string line, char separator)
    {
        var cells = new List<string>();
        CellSplitter.Split(line, separator, cells);
        return [.. cells];
    }
}
