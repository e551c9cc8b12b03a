using DuckDB.NET.Data;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Embedded.Retention;

/// <summary>
/// Writes and reads roll-ups as Parquet files that any tool can open, one for each day and step: columns channel, start_us, samples,
/// flagged, flags, covered_us, min, max, mean, energy_mean, first_us, first_value, first_flags, last_us, last_value, last_flags,
/// sorted by channel and time. A value that there is none of is null.
/// </summary>
internal sealed class RollUpFiles(DuckDBConnection connection, string directory)
{
    private const string Columns =
        "channel, start_us, samples, flagged, flags, covered_us, min, max, mean, energy_mean, first_us, first_value, first_flags, last_us, last_value, last_flags";

    private const string Types =
        "channel INTEGER, start_us BIGINT, samples BIGINT, flagged BIGINT, flags INTEGER, covered_us BIGINT, min DOUBLE, max DOUBLE, mean DOUBLE, energy_mean DOUBLE, " +
        "first_us BIGINT, first_value DOUBLE, first_flags INTEGER, last_us BIGINT, last_value DOUBLE, last_flags INTEGER";

    /// <summary>Makes an empty table for the roll-ups of a step.</summary>
    public void Begin(RollUpStep step) => Sql.Run(connection, $"CREATE OR REPLACE TABLE {Table(step)} ({Types})");

    /// <summary>Puts the roll-ups of a channel into it.</summary>
    public void Add(RollUpStep step, int channel, IReadOnlyList<RollUp> windows)
    {
        if (windows.Count == 0)
            return;
        using DuckDBAppender appender = connection.CreateAppender(Table(step));
        foreach (RollUp w in windows)
        {
            appender.CreateRow().AppendValue(channel).AppendValue(w.Start.UnixMicroseconds).AppendValue(w.Samples).AppendValue(w.Flagged)
                .AppendValue((int)w.Flags).AppendValue(w.CoveredMicroseconds)
                .AppendValue(w.Min).AppendValue(w.Max).AppendValue(w.Mean).AppendValue(w.EnergyMean)
                .AppendValue(w.First?.Time.UnixMicroseconds).AppendValue(w.First?.Value).AppendValue((int?)w.First?.Flags)
                .AppendValue(w.Last?.Time.UnixMicroseconds).AppendValue(w.Last?.Value).AppendValue((int?)w.Last?.Flags)
                .EndRow();
        }
    }

    /// <summary>Takes over what an older file holds of some channels.</summary>
    public void Keep(RollUpStep step, string path, ChannelSet channels)
    {
        if (!channels.IsEmpty)
            Sql.Run(connection, $"INSERT INTO {Table(step)} SELECT {Columns} FROM {Sql.Files([path])} WHERE {Among(channels)}");
    }

    /// <summary>Writes the table into a file; null when it is empty. The table is gone then.</summary>
    public StoreFile? End(RollUpStep step, string day, string stem)
    {
        StoreFile? file = Write($"SELECT {Columns} FROM {Table(step)}", day, stem);
        Sql.Run(connection, $"DROP TABLE {Table(step)}");
        return file;
    }

    /// <summary>Writes a file anew without some channels; null when nothing is left.</summary>
    public StoreFile? Without(StoreFile file, string path, ChannelSet channels, string stem) =>
        Write($"SELECT {Columns} FROM {Sql.Files([path])} WHERE NOT ({Among(channels)})", file.Day, stem);

    /// <summary>The windows of a channel in files.</summary>
    public static List<RollUp> Read(DuckDBConnection connection, IReadOnlyList<string> paths, int channel, TimeRange range)
    {
        var windows = new List<RollUp>();
        if (paths.Count == 0)
            return windows;
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {Columns} FROM {Sql.Files(paths)} WHERE channel = {Sql.Number(channel)} AND start_us >= {Sql.Number(range.Start.UnixMicroseconds)} " +
            $"AND start_us < {Sql.Number(range.End.UnixMicroseconds)} ORDER BY start_us";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            windows.Add(new RollUp(
                new Instant(reader.GetInt64(1)), reader.GetInt64(2), reader.GetInt64(3), (SampleFlags)reader.GetInt32(4), reader.GetInt64(5),
                Number(reader, 6), Number(reader, 7), Number(reader, 8), Number(reader, 9), Sample(reader, 10), Sample(reader, 13)));
        }

        return windows;
    }

    /// <summary>A condition on channels.</summary>
    public static string Among(ChannelSet channels) => "channel IN (" + string.Join(", ", channels.Channels.Select(c => Sql.Number(c))) + ")";

    private static double? Number(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    private static Sample? Sample(DuckDBDataReader reader, int column) => reader.IsDBNull(column)
        ? null
        : new Sample(new Instant(reader.GetInt64(column)), reader.GetDouble(column + 1), (SampleFlags)reader.GetInt32(column + 2));

    private static string Table(RollUpStep step) => step == RollUpStep.Minute ? "rolled_minutes" : "rolled_quarters";

    private StoreFile? Write(string select, string day, string stem)
    {
        string folder = Path.Combine(directory, "rollups", day);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, stem + ".parquet");
        Sql.Run(connection, $"COPY (SELECT * FROM ({select}) ORDER BY channel, start_us) TO {Sql.Quote(path)} " +
            "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 20480)");
        DurableFolder.FlushFile(path);
        DurableFolder.Flush(folder);
        DurableFolder.Flush(Path.Combine(directory, "rollups"));
        DurableFolder.Flush(directory);
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), min(channel), max(channel), min(start_us), max(start_us) FROM {Sql.Files([path])}";
        using DuckDBDataReader reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetInt64(0) > 0)
            return new StoreFile($"rollups/{day}/{stem}.parquet", day, Merged: true, reader.GetInt32(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(0));
        File.Delete(path);
        return null;
    }
}
