using System.Globalization;
using DuckDB.NET.Data;
using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>
/// Writes samples into Parquet files that any tool can open: columns channel, time_us, seq, value, flags, received_us,
/// sorted by channel and time, zstd, delta encodings.
/// </summary>
internal sealed class ParquetWriter(DuckDBConnection connection, string directory)
{
    private const string Columns = "channel, time_us, seq, value, flags, received_us";
    private const long DayMicroseconds = 86_400_000_000;

    // A device's back-log may be weeks old. What is older still is rare, or a clock that never was set: were each of its days a
    // file, one message could make thousands.
    private const long OwnFileMicroseconds = 35 * DayMicroseconds;

    private const string Staging = "staging";

    /// <summary>
    /// Writes samples as one piece for each UTC day among them, and one for each year of what was measured more than 35 days before
    /// the newest receipt: at most some 65 pieces, whatever the devices say.
    /// </summary>
    public List<StoreFile> WritePieces(IEnumerable<ChannelSample> samples, long version)
    {
        Sql.Run(connection, $"CREATE OR REPLACE TABLE {Staging} (channel INTEGER, time_us BIGINT, seq BIGINT, value DOUBLE, flags INTEGER, received_us BIGINT)");
        Fill(samples);
        var written = new List<StoreFile>();
        long old = NewestReceipt() - OwnFileMicroseconds;
        foreach (IGrouping<string, long> days in Days().GroupBy(day => day < old ? Manifest.YearOf(day) : Manifest.DayOf(day)))
        {
            string where = $"time_us >= {Sql.Number(days.Min())} AND time_us < {Sql.Number(days.Max() + DayMicroseconds)}";
            written.Add(Write($"SELECT {Columns} FROM {Staging} WHERE {where}", days.Key, $"piece-{Sql.Number(version)}", merged: false)! with { Content = version });
        }

        Sql.Run(connection, $"DROP TABLE {Staging}");
        return written;
    }

    /// <summary>
    /// Merges all files of one day (or year) into files of a bounded number of channels, exact repetitions left out. Copies with other
    /// marks stay: what they say together is for the reader (<see cref="SampleCopies"/>).
    /// </summary>
    public List<StoreFile> Merge(string day, IReadOnlyList<string> paths, int channelsPerFile, long version)
    {
        string source = Sql.Files(paths);
        List<int> channels = Channels(source);
        var written = new List<StoreFile>();
        for (int from = 0; from < channels.Count; from += channelsPerFile)
        {
            int first = channels[from];
            int last = channels[Math.Min(from + channelsPerFile, channels.Count) - 1];
            string select = $"SELECT channel, time_us, seq, value, flags, min(received_us) AS received_us FROM {source} " +
                $"WHERE channel BETWEEN {Sql.Number(first)} AND {Sql.Number(last)} GROUP BY channel, time_us, seq, value, flags";
            if (Write(select, day, $"day-{Sql.Number(version)}-{Sql.Number(first)}", merged: true) is { } file)
                written.Add(file);
        }

        return written;
    }

    /// <summary>Writes what of a file does not meet a condition into a new one; null when all of it does.</summary>
    public StoreFile? Without(StoreFile file, string path, string condition, string stem) =>
        Write($"SELECT {Columns} FROM {Sql.Files([path])} WHERE NOT ({condition})", file.Day, stem, file.Merged) is { } left ? left with { Content = file.Content } : null;

    private StoreFile? Write(string select, string day, string stem, bool merged)
    {
        string folder = Path.Combine(directory, day);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, stem + ".parquet");
        Sql.Run(connection, $"COPY (SELECT * FROM ({select}) ORDER BY channel, time_us, seq, received_us) TO {Sql.Quote(path)} " +
            "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 20480)");
        DurableFolder.FlushFile(path);
        DurableFolder.Flush(folder);
        DurableFolder.Flush(directory);
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), min(channel), max(channel), min(time_us), max(time_us) FROM read_parquet({Sql.Quote(path)})";
        using DuckDBDataReader reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetInt64(0) == 0)
        {
            File.Delete(path);
            return null;
        }

        return new StoreFile($"{day}/{stem}.parquet", day, merged, reader.GetInt32(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(0));
    }

    private void Fill(IEnumerable<ChannelSample> samples)
    {
        using DuckDBAppender appender = connection.CreateAppender(Staging);
        foreach (ChannelSample s in samples)
        {
            appender.CreateRow()
                .AppendValue(s.ChannelId)
                .AppendValue(s.Sample.Time.UnixMicroseconds)
                .AppendValue(s.Sequence)
                .AppendValue(s.Sample.Value)
                .AppendValue((int)s.Sample.Flags)
                .AppendValue(s.Received.UnixMicroseconds)
                .EndRow();
        }
    }

    private List<long> Days()
    {
        var days = new List<long>();
        using DuckDBCommand command = connection.CreateCommand();
        string day = DayMicroseconds.ToString(CultureInfo.InvariantCulture);
        command.CommandText = $"SELECT DISTINCT time_us - ((time_us % {day}) + {day}) % {day} FROM {Staging} ORDER BY 1";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            days.Add(reader.GetInt64(0));
        return days;
    }

    private long NewestReceipt()
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT max(received_us) FROM {Staging}";
        return (long)command.ExecuteScalar()!;
    }

    private List<int> Channels(string source)
    {
        var channels = new List<int>();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT DISTINCT channel FROM {source} ORDER BY 1";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            channels.Add(reader.GetInt32(0));
        return channels;
    }
}
