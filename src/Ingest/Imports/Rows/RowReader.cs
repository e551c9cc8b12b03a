using System.Globalization;
using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Ingest.Imports.Recognising;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Inspection.Imports;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Rows;

/// <summary>A sample of a file, ready to be kept.</summary>
/// <param name="Device">Its device.</param>
/// <param name="Ready">The sample and its point.</param>
internal readonly record struct ImportedSample(DeviceTopology Device, ReadySample Ready);

/// <summary>Reads a file's lines one after the other into samples and rejects. What is wrong with a line never touches its neighbours.</summary>
internal sealed class RowReader
{
    private const int LongestText = 500;
    private readonly ImportPlan plan;
    private readonly RowTime times;
    private readonly CellReading cellReading;
    private readonly List<SeriesTally> tallies;
    private readonly Dictionary<string, SeriesTally> byName;
    private readonly List<string> cells = [];
    private TextLine line;

    /// <summary>Makes a reader.</summary>
    /// <param name="plan">How the file is written.</param>
    /// <param name="received">The time of receipt of every sample; a later time in the file is refused.</param>
    public RowReader(ImportPlan plan, Instant received)
    {
        this.plan = plan;
        times = new RowTime(plan, received);
        cellReading = new CellReading(plan, received);
        tallies = [.. plan.Series.Select(s => new SeriesTally(s))];
        byName = tallies.ToDictionary(t => t.Plan.Name, StringComparer.Ordinal);
    }

    /// <summary>The samples of the lines read since the list was last cleared.</summary>
    public List<ImportedSample> Samples { get; } = [];

    /// <summary>The rejects of the lines read since the list was last cleared.</summary>
    public List<ImportReject> Rejects { get; } = [];

    public IReadOnlyList<ImportedSeries> Series => [.. tallies.Select(t => t.Counts)];

    public long DataLines { get; private set; }

    public long BlankLines { get; private set; }

    /// <summary>Reads a line.</summary>
    public void Read(TextLine next)
    {
        line = next;
        if (line.Number < plan.DataFrom)
            return;
        if (TableShape.IsComment(line.Text))
        {
            BlankLines++;
            return;
        }

        if (line.TooLong)
        {
            DataLines++;
            Reject("line.long", string.Create(CultureInfo.InvariantCulture, $"it has more than {LineReader.Longest} characters"));
            return;
        }

        bool whole = CellSplitter.Split(line.Text, plan.Separator, cells);

        // A file that went through two programs has the empty cells of both, as ";;;;,,,,".
        if (whole && cells.TrueForAll(c => c.AsSpan().Trim(";,|\t ").IsEmpty))
        {
            BlankLines++;
            return;
        }

        DataLines++;
        if (!whole)
            Reject("line.quotation", "a quotation mark is not closed in the line, or something follows its close");
        else if (!line.Ended && cells.Count < plan.Columns)
            Reject("line.cut", "the file ends within the line");
        else if (cells.Skip(plan.Columns).Any(c => c.Length > 0))
            Reject("line.long", string.Create(CultureInfo.InvariantCulture, $"it has {cells.Count} cells instead of {plan.Columns}: a separator stands within a value"));
        else
            ReadCells();
    }

    private void ReadCells()
    {
        ReadTime time = times.Read(cells);
        if (time.Time is not { } at)
        {
            Reject(time.Reason, time.Detail);
            return;
        }

        if (Quality() is not { } quality)
            return;
        SampleFlags marks = quality | (time.Twice ? SampleFlags.Uncertain : SampleFlags.None);
        if (plan.Layout.IsLong)
        {
            if (plan.Layout.Channel < cells.Count && byName.TryGetValue(cells[plan.Layout.Channel!.Value], out SeriesTally? tally))
                Take(tally, plan.Layout.Value!.Value, at, marks, time.Twice);
            return;
        }

        foreach (SeriesTally tally in tallies)
            Take(tally, tally.Plan.Column, at, marks, time.Twice);
    }

    private void Take(SeriesTally tally, int column, Instant time, SampleFlags marks, bool twice)
    {
        ReadCell read = column < cells.Count ? cellReading.Read(cells[column], tally.Plan, time, marks) : ReadCell.Missing;
        if (read.Reason is { } reason)
        {
            tally.Counts.Rejected++;
            Reject(reason, $"{tally.Plan.Name}: {read.Detail}");
        }
        else if (read.Sample is { } sample)
        {
            tally.Take(sample.Sample, read.Point, line.Number);
            tally.Counts.TwiceHour += twice ? 1 : 0;
            Samples.Add(new ImportedSample(read.Channel!.Device, new ReadySample(read.Point, sample)));
        }
        else
        {
            tally.Counts.Missing++;
        }
    }

    private SampleFlags? Quality()
    {
        if (plan.Layout.Quality is not { } column || column >= cells.Count)
            return SampleFlags.None;
        switch (cells[column].ToLowerInvariant())
        {
            case "" or "good": return SampleFlags.None;
            case "uncertain": return SampleFlags.Uncertain;
            case "bad": return SampleFlags.Bad;
            case "over": return SampleFlags.OverRange;
            case "under": return SampleFlags.UnderRange;
            default:
                Reject("quality.unknown", $"'{cells[column]}' is not one of good, uncertain, bad, over, under");
                return null;
        }
    }

    private void Reject(string reason, string detail) =>
        Rejects.Add(new ImportReject(line.Number, reason, detail, line.Text.Length > LongestText ? line.Text[..LongestText] + "…" : line.Text));
}
