using DuckDB.NET.Data;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Embedded.Retention;

/// <summary>Tells from the manifest and its files what there is. What is only in memory is not seen: it is of today.</summary>
internal sealed class EmbeddedSurvey(Func<DuckDBConnection> connect, Func<Manifest> current, Func<ManifestView> look, Func<string, string> pathOf)
{
    private volatile Known known = new([], new RemovedDays([]));

    public TimeRangeSet Removed(int channel)
    {
        IReadOnlyList<RolledDay> rolled = current().Rolled;
        Known kept = known;
        if (!ReferenceEquals(kept.Of, rolled))
            known = kept = new Known(rolled, new RemovedDays(rolled.Select(d => (UtcDay.Parse(d.Day), ChannelSet.Parse(d.RawGone)))));
        return kept.Removed.Of(channel);
    }

    public Task<IReadOnlyList<RollUp>> ReadRollUpsAsync(int channel, TimeRange range, RollUpStep step, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<RollUp>>(
        () =>
        {
            using ManifestView view = look();
            List<string> paths = [.. view.Manifest.Rolled.Select(d => step == RollUpStep.Minute ? d.Minute : d.Quarter).OfType<StoreFile>()
                .Where(f => f.MayHold(channel, range)).Select(f => pathOf(f.Name))];
            if (paths.Count == 0)
                return [];
            using DuckDBConnection connection = connect();
            return RollUpFiles.Read(connection, paths, channel, range);
        },
        cancellationToken);

    public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyList<StoredDay>>(
        () =>
        {
            using ManifestView view = look();
            Dictionary<string, RolledDay> rolled = view.Manifest.Rolled.ToDictionary(d => d.Day, StringComparer.Ordinal);
            var days = new SortedSet<DateOnly>(rolled.Keys.Select(UtcDay.Parse));
            days.UnionWith(view.Manifest.Files.Where(f => f.Day.Length > 4).Select(f => UtcDay.Parse(f.Day)));
            days.UnionWith(DaysOfYears(view));
            return [.. days.Select(d => rolled.TryGetValue(UtcDay.Name(d), out RolledDay? entry)
                ? new StoredDay(d, RolledUp: true, IsStale(view.Manifest, entry))
                : new StoredDay(d, RolledUp: false, IsStale: false))];
        },
        cancellationToken);

    public Task<IReadOnlyList<ChannelDay>> ChannelsAsync(DateOnly day, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<ChannelDay>>(
        () =>
        {
            using ManifestView view = look();
            RolledDay? entry = view.Manifest.Rolled.FirstOrDefault(d => d.Day == UtcDay.Name(day));
            List<StoreFile> raw = FilesOf(view.Manifest, day);
            using DuckDBConnection connection = connect();
            Dictionary<int, long> rolled = entry?.Quarter is { } quarter ? Counts(connection, [quarter], "sum(samples)", "true") : [];
            Dictionary<int, long> minutes = entry?.Minute is { } minute ? Counts(connection, [minute], "sum(samples)", "true") : [];
            bool known = entry is { RawGone: "", QuarterGone: "" } && !IsStale(view.Manifest, entry);
            Dictionary<int, long> samples = known ? rolled : Counts(connection, raw, "count(*)", Within(day));
            return Rows(day, entry, samples, [.. rolled.Keys, .. minutes.Keys], raw);
        },
        cancellationToken);

    /// <summary>Whether samples came into a day, or into the one before, whose last ones may stand in it, since it was rolled up.</summary>
    public static bool IsStale(Manifest manifest, RolledDay entry)
    {
        TimeRange range = UtcDay.Range(UtcDay.Parse(entry.Day));
        long from = range.Start.UnixMicroseconds - UtcDay.Microseconds;
        return manifest.Files.Any(f => f.Content > entry.MadeFrom && f.LastTime >= from && f.FirstTime < range.End.UnixMicroseconds);
    }

    /// <summary>The files that may hold samples of a day.</summary>
    public static List<StoreFile> FilesOf(Manifest manifest, DateOnly day)
    {
        TimeRange range = UtcDay.Range(day);
        return [.. manifest.Files.Where(f => f.LastTime >= range.Start.UnixMicroseconds && f.FirstTime < range.End.UnixMicroseconds)];
    }

    /// <summary>A condition on samples: those of a day.</summary>
    public static string Within(DateOnly day)
    {
        TimeRange range = UtcDay.Range(day);
        return $"time_us >= {Sql.Number(range.Start.UnixMicroseconds)} AND time_us < {Sql.Number(range.End.UnixMicroseconds)}";
    }

    /// <summary>The channels that have samples on a day.</summary>
    public IReadOnlyList<int> ChannelsOf(ManifestView view, DateOnly day)
    {
        using DuckDBConnection connection = connect();
        return [.. Counts(connection, FilesOf(view.Manifest, day), "count(*)", Within(day)).Keys.Order()];
    }

    public ManifestView Look() => look();

    private IReadOnlyList<ChannelDay> Rows(DateOnly day, RolledDay? entry, Dictionary<int, long> samples, HashSet<int> rolled, List<StoreFile> raw)
    {
        (ChannelSet rawGone, ChannelSet minuteGone, ChannelSet quarterGone) =
            (ChannelSet.Parse(entry?.RawGone), ChannelSet.Parse(entry?.MinuteGone), ChannelSet.Parse(entry?.QuarterGone));
        double perSample = raw.Sum(f => f.Rows) is > 0 and var rows ? raw.Sum(f => (double)Length(f)) / rows : 0;
        double perRolled = rolled.Count > 0 ? (entry?.Files.Sum(f => (double)Length(f)) ?? 0) / rolled.Count : 0;
        IEnumerable<int> all = samples.Keys.Concat(rolled).Concat(rawGone.Channels).Concat(quarterGone.Channels).Distinct().Order();
        return [.. all.Select(c => new ChannelDay(
            c, samples.GetValueOrDefault(c), (long)(samples.GetValueOrDefault(c) * perSample), rolled.Contains(c) ? (long)perRolled : 0,
            rolled.Contains(c), rawGone.Contains(c), minuteGone.Contains(c), quarterGone.Contains(c)))];
    }

    private long Length(StoreFile file) => new FileInfo(pathOf(file.Name)) is { Exists: true } info ? info.Length : 0;

    private Dictionary<int, long> Counts(DuckDBConnection connection, IReadOnlyList<StoreFile> files, string what, string condition)
    {
        var counts = new Dictionary<int, long>();
        if (files.Count == 0)
            return counts;
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT channel, ({what})::BIGINT FROM {Sql.Files(files.Select(f => pathOf(f.Name)))} WHERE {condition} GROUP BY channel";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            counts[reader.GetInt32(0)] = reader.GetInt64(1);
        return counts;
    }

    /// <summary>Samples that came long after they were measured lie in one file a year; its days are found by looking.</summary>
    private List<DateOnly> DaysOfYears(ManifestView view)
    {
        var days = new List<DateOnly>();
        List<StoreFile> years = [.. view.Manifest.Files.Where(f => f.Day.Length <= 4)];
        if (years.Count == 0)
            return days;
        using DuckDBConnection connection = connect();
        using DuckDBCommand command = connection.CreateCommand();
        string length = Sql.Number(UtcDay.Microseconds);
        command.CommandText = $"SELECT DISTINCT time_us - ((time_us % {length}) + {length}) % {length} FROM {Sql.Files(years.Select(f => pathOf(f.Name)))}";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            days.Add(UtcDay.Of(new Instant(reader.GetInt64(0))));
        return days;
    }

    /// <summary>What was removed, read out of the manifest's ranges once for each change of them.</summary>
    private sealed record Known(IReadOnlyList<RolledDay> Of, RemovedDays Removed);
}
