using K3Monitor.Inspection.Imports;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Rows;

/// <summary>Counts what becomes of a series. Remembers the last 4,096 instants, whatever the length of the file.</summary>
internal sealed class SeriesTally(SeriesPlan plan)
{
    private const int Remembered = 4096;
    private readonly Queue<Instant> order = new();
    private readonly Dictionary<Instant, double> recent = [];

    public SeriesPlan Plan { get; } = plan;

    public ImportedSeries Counts { get; } = new()
    {
        Name = plan.Name,
        Target = plan.Target.Name,
        QuantityId = plan.Target.Quantity.Id,
        Unit = plan.Unit.Symbol,
    };

    public void Take(in Sample sample, int? point, long line)
    {
        ImportedSeries c = Counts;
        c.Samples++;
        c.Below += (sample.Flags & SampleFlags.UnderRange) != 0 ? 1 : 0;
        c.Above += (sample.Flags & SampleFlags.OverRange) != 0 ? 1 : 0;
        c.WithoutPoint += point is null ? 1 : 0;
        c.OutOfOrder += sample.Time < c.Last ? 1 : 0;
        c.First = c.First is { } first ? Instant.Min(first, sample.Time) : sample.Time;
        c.Last = c.Last is { } last ? Instant.Max(last, sample.Time) : sample.Time;
        c.FirstLine = c.FirstLine == 0 ? line : c.FirstLine;
        c.LastLine = line;
        c.Least = c.Least is { } least ? Math.Min(least, sample.Value) : sample.Value;
        c.Most = c.Most is { } most ? Math.Max(most, sample.Value) : sample.Value;
        c.Sum += sample.Value;
        Compare(sample);
    }

    private void Compare(in Sample sample)
    {
        if (recent.TryGetValue(sample.Time, out double before))
        {
            if (before.Equals(sample.Value))
                Counts.Again++;
            else
                Counts.Conflicts++;
            return;
        }

        recent.Add(sample.Time, sample.Value);
        order.Enqueue(sample.Time);
        if (order.Count > Remembered)
            recent.Remove(order.Dequeue());
    }
}
