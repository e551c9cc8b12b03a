using System.Globalization;
using System.Text.Json;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Influx.Writing;

namespace K3Monitor.Store.Telemetry.Influx.Reading;

/// <summary>Lets the server find the smallest and the largest sample of each slice of a window.</summary>
internal sealed class SliceReading(SampleReading reading, int channel, TimeRange range, int slices)
{
    private readonly SortedDictionary<long, Slice> found = [];

    // Slices of whole microseconds, at most as many as were asked for; the last may be cut off by the window's end.
    private readonly long width = Math.Max(1, (range.End.UnixMicroseconds - range.Start.UnixMicroseconds + slices - 1) / slices);

    public async Task<IReadOnlyList<ChartSlice>> ReadAsync(CancellationToken cancellationToken)
    {
        if (range.IsEmpty)
            return [];
        long offset = ((range.Start.UnixMicroseconds % width) + width) % width;
        string rest = string.Create(
            CultureInfo.InvariantCulture,
            $"FROM {Lines.Measurement} WHERE {SampleReading.During(channel, range)} GROUP BY time({width}u, {offset}u) fill(none)");

        // top and bottom give each sample's own time; min and max would give the slice's.
        IReadOnlyList<InfluxSeries> answer = await reading.AskAsync(
            [$"SELECT bottom(value, 1) AS value, flags {rest}", $"SELECT top(value, 1) AS value, flags {rest}", $"SELECT count(value) AS samples {rest}", $"SELECT distinct(flags) AS flags {rest}"],
            cancellationToken).ConfigureAwait(false);
        foreach (InfluxSeries series in answer)
        {
            foreach (JsonElement row in series.Rows)
                Take(series, row);
        }

        return [.. found.Where(s => s.Value.Samples > 0).Select(s => s.Value.ToChart(Edge(s.Key), Edge(s.Key + 1)))];
    }

    private void Take(InfluxSeries series, JsonElement row)
    {
        (Instant time, _) = Lines.Split(row[series.Column("time")].GetInt64());
        long index = (time.UnixMicroseconds - range.Start.UnixMicroseconds) / width;
        if (!found.TryGetValue(index, out Slice? slice))
            found[index] = slice = new Slice();
        switch (series.Statement)
        {
            case 0:
                slice.Low = ToSample(series, row, time);
                break;
            case 1:
                slice.High = ToSample(series, row, time);
                break;
            case 2:
                slice.Samples = row[series.Column("samples")].GetInt32();
                break;
            default:
                slice.Flags |= (SampleFlags)row[series.Column("flags")].GetInt32();
                break;
        }
    }

    private static Sample ToSample(InfluxSeries series, JsonElement row, Instant time) =>
        new(time, row[series.Column("value")].GetDouble(), (SampleFlags)row[series.Column("flags")].GetInt32());

    private Instant Edge(long slice) => Instant.Min(range.End, new Instant(range.Start.UnixMicroseconds + (slice * width)));

    private sealed class Slice
    {
        public Sample Low { get; set; }

        public Sample High { get; set; }

        public int Samples { get; set; }

        public SampleFlags Flags { get; set; }

        public ChartSlice ToChart(Instant start, Instant end)
        {
            (Sample first, Sample second) = Low.Time <= High.Time ? (Low, High) : (High, Low);
            return new ChartSlice(new TimeRange(start, end), first, second, Samples, Flags);
        }
    }
}
