using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>Streams the raw samples of a channel in time order, each once, conflicts flagged.</summary>
internal sealed class RawReading(Func<DuckDBConnection> connect)
{
    private const long Day = 86_400_000_000;

    /// <summary>Reads one UTC day at a time, so that sorting a year of one channel never takes more than a day's memory.</summary>
    public async IAsyncEnumerable<ChannelSample> ReadAsync(
        int channel, TimeRange range, Func<ReadView> look, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await Task.Run(() => Extent(look, channel, range), cancellationToken).ConfigureAwait(false) is not { } extent)
            yield break;
        for (Instant from = extent.Start; from < extent.End;)
        {
            Instant to = Instant.Min(extent.End, EndOfDay(from));
            var window = new TimeRange(from, to);
            List<ChannelSample> rows = await Task.Run(() => ReadDay(look, channel, window), cancellationToken).ConfigureAwait(false);
            foreach (ChannelSample row in ConflictRuns.Resolve(rows))
                yield return row;
            from = to;
        }
    }

    private static Instant EndOfDay(Instant time)
    {
        long since = ((time.UnixMicroseconds % Day) + Day) % Day;
        return new Instant(time.UnixMicroseconds - since + Day);
    }

    private TimeRange? Extent(Func<ReadView> look, int channel, TimeRange range)
    {
        using ReadView view = look();
        long first = long.MaxValue;
        long last = long.MinValue;
        foreach (ChannelSample row in view.HotRows(channel, range))
        {
            first = Math.Min(first, row.Sample.Time.UnixMicroseconds);
            last = Math.Max(last, row.Sample.Time.UnixMicroseconds);
        }

        if (view.HasFiles)
        {
            using DuckDBConnection connection = connect();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT min(time_us), max(time_us) FROM {view.FileRows(channel, range)}";
            using DuckDBDataReader reader = command.ExecuteReader();
            if (reader.Read() && !reader.IsDBNull(0))
            {
                first = Math.Min(first, reader.GetInt64(0));
                last = Math.Max(last, reader.GetInt64(1));
            }
        }

        return last < first ? null : new TimeRange(new Instant(first), new Instant(last + 1));
    }

    private List<ChannelSample> ReadDay(Func<ReadView> look, int channel, TimeRange window)
    {
        using ReadView view = look();
        var rows = new List<ChannelSample>();
        if (view.HasFiles)
            ReadFiles(view, channel, window, rows);
        List<ChannelSample> fresh = view.HotRows(channel, window);
        if (fresh.Count == 0)
            return rows;
        rows.AddRange(fresh);
        rows.Sort(ConflictRuns.ByTime);
        return rows;
    }

    private void ReadFiles(ReadView view, int channel, TimeRange window, List<ChannelSample> rows)
    {
        using DuckDBConnection connection = connect();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT time_us, seq, value, flags, received_us FROM {view.FileRows(channel, window)} ORDER BY time_us, seq, received_us, value";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            var sample = new Sample(new Instant(reader.GetInt64(0)), reader.GetDouble(2), (SampleFlags)reader.GetInt32(3));
            rows.Add(new ChannelSample(channel, sample, reader.GetInt64(1), new Instant(reader.GetInt64(4))));
        }
    }
}
