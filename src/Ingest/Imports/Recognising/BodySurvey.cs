using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Ingest.Imports.Files;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>
/// Reads a file whole and gathers what decides how its dates and numbers are written. A date that settles the order may
/// stand in the last line, so no part of the file is enough.
/// </summary>
internal sealed class BodySurvey(Head head, Layout layout)
{
    /// <summary>More channels than this in a long file are not channels.</summary>
    private const int MostChannels = 1_000;

    private readonly List<string> cells = [];
    private readonly Dictionary<string, SeriesLook> byName = new(StringComparer.Ordinal);

    public DateLook Dates { get; } = new();

    /// <summary>The series of a wide file by column.</summary>
    public SeriesLook?[] ByColumn { get; } = new SeriesLook?[head.Columns.Count];

    /// <summary>The series of a long file by name.</summary>
    public IReadOnlyDictionary<string, SeriesLook> ByName => byName;

    /// <summary>Whether a long file names more channels than there can be.</summary>
    public bool TooManyChannels { get; private set; }

    public IEnumerable<SeriesLook> All => layout.IsLong ? byName.Values : ByColumn.OfType<SeriesLook>();

    /// <summary>Reads the file.</summary>
    public void Read(LineReader lines, CancellationToken stopping)
    {
        while (lines.Next() is { } line)
        {
            stopping.ThrowIfCancellationRequested();
            if (line.Number < head.DataFrom || line.TooLong || TableShape.IsComment(line.Text) || !CellSplitter.Split(line.Text, head.Separator, cells))
                continue;
            Dates.Take(head.Time, cells, line.Number);
            if (layout.IsLong)
                TakeLong(line.Number);
            else
                TakeWide(line.Number);
        }
    }

    private void TakeWide(long line)
    {
        for (int i = 0; i < cells.Count && i < ByColumn.Length; i++)
        {
            if (!head.Time.Contains(i) && i != layout.Quality)
                (ByColumn[i] ??= new SeriesLook(head.Columns[i])).Take(cells[i], line);
        }
    }

    private void TakeLong(long line)
    {
        if (layout.Channel >= cells.Count || layout.Value >= cells.Count || cells[layout.Channel!.Value] is not { Length: > 0 } name)
            return;
        if (!byName.TryGetValue(name, out SeriesLook? look))
        {
            if (byName.Count == MostChannels)
            {
                TooManyChannels = true;
                return;
            }

            byName[name] = look = new SeriesLook(name);
        }

        look.Take(cells[layout.Value!.Value], line);
        if (layout.Unit is { } unit && unit < cells.Count)
            look.TakeUnit(cells[unit]);
    }
}

/// <summary>What the dates of a file show of their order, and whether times name a zone.</summary>
internal sealed class DateLook
{
    public Example? DayFirst { get; private set; }

    public Example? MonthFirst { get; private set; }

    public Example? YearFirst { get; private set; }

    public Example? Named { get; private set; }

    public Example? Open { get; private set; }

    public Example? ShortYear { get; private set; }

    public Example? Epoch { get; private set; }

    public Example? WithoutZone { get; private set; }

    public Example? WithZone { get; private set; }

    public void Take(IReadOnlyList<int> columns, List<string> cells, long line)
    {
        bool zoned = false;
        Example? local = null;
        foreach (int column in columns)
        {
            if (column >= cells.Count || cells[column] is not { Length: > 0 } text)
                continue;
            var example = new Example(line, text);
            if (TableShape.Look(text) == TimeCell.Epoch)
            {
                Epoch ??= example;
                continue;
            }

            if (CellTime.Read(text) is not { } time)
                continue;
            zoned |= time.Offset is not null;
            local ??= example;
            if (time.Date is { } date)
                Take(date, example);
        }

        if (zoned)
            WithZone ??= local;
        else
            WithoutZone ??= local;
    }

    /// <summary>The order that the dates show; null when they do not, or when there are none.</summary>
    public string? Order => DayFirst is not null ? "dmy" : MonthFirst is not null ? "mdy" : Open is null && YearFirst is not null ? "ymd" : Open is null && Named is not null ? "dmy" : null;

    /// <summary>What shows it.</summary>
    public Example? Shown => DayFirst ?? MonthFirst ?? YearFirst ?? Named;

    private void Take(WrittenDate date, Example example)
    {
        if (date.ShortYear)
            ShortYear ??= example;
        if (date.YearFirst)
            YearFirst ??= example;
        else if (date.MonthNamed)
            Named ??= example;
        else if (date.First > 12)
            DayFirst ??= example;
        else if (date.Second > 12)
            MonthFirst ??= example;
        else
            Open ??= example;
    }
}
