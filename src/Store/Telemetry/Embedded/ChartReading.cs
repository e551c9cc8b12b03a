using DuckDB.NET.Data;
using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>Cuts a window into slices and keeps the smallest and the largest sample of each.</summary>
internal sealed class ChartReading(int channel, TimeRange range, int slices)
{
    private readonly SortedDictionary<int, Extremes> found = [];

    private long Start => range.Start.UnixMicroseconds;

    private long Length => range.End.UnixMicroseconds - Start;

    public IReadOnlyList<ChartSlice> Read(Func<DuckDBConnection> connect, Func<ReadView> look)
    {
        if (range.IsEmpty)
            return [];
        using ReadView view = look();
        if (view.HasFiles)
            ReadFiles(connect, view);
        foreach (ChannelSample row in view.HotRows(channel, range))
        {
            int slice = (int)((Int128)(row.Sample.Time.UnixMicroseconds - Start) * slices / Length);
            Add(slice, new Extremes(row.Sample, row.Sample, 1, row.Sample.Flags));
        }

        return [.. found.Select(p => ToSlice(p.Key, p.Value))];
    }

    private void ReadFiles(Func<DuckDBConnection> connect, ReadView view)
    {
        using DuckDBConnection connection = connect();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText =
            "SELECT slice, count(*), min(value), min_by(time_us, value), min_by(flags, value), max(value), max_by(time_us, value), max_by(flags, value), bit_or(flags) FROM (" +
            $"SELECT ((time_us - {Sql.Number(Start)})::HUGEINT * {Sql.Number(slices)} // {Sql.Number(Length)})::INTEGER AS slice, time_us, value, flags FROM {view.FileRows(channel, range)}" +
            ") GROUP BY slice";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            var low = new Sample(new Instant(reader.GetInt64(3)), reader.GetDouble(2), (SampleFlags)reader.GetInt32(4));
            var high = new Sample(new Instant(reader.GetInt64(6)), reader.GetDouble(5), (SampleFlags)reader.GetInt32(7));
            Add(reader.GetInt32(0), new Extremes(low, high, checked((int)reader.GetInt64(1)), (SampleFlags)reader.GetInt32(8)));
        }
    }

    private void Add(int slice, Extremes more) =>
        found[slice] = found.TryGetValue(slice, out Extremes old)
            ? new Extremes(
                more.Low.Value < old.Low.Value ? more.Low : old.Low,
                more.High.Value > old.High.Value ? more.High : old.High,
                old.Samples + more.Samples,
                old.Flags | more.Flags)
            : more;

    private ChartSlice ToSlice(int slice, Extremes e)
    {
        (Sample earlier, Sample later) = e.Low.Time <= e.High.Time ? (e.Low, e.High) : (e.High, e.Low);
        return new ChartSlice(new TimeRange(Edge(slice), Edge(slice + 1)), earlier, later, e.Samples, e.Flags);
    }

    private Instant Edge(int slice) => new(Start + (long)((Int128)Length * slice / slices));

    private readonly record struct Extremes(Sample Low, Sample High, int Samples, SampleFlags Flags);
}
