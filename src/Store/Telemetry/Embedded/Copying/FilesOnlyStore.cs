using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Embedded.Retention;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Embedded.Copying;

/// <summary>
/// Reads an embedded store from its files alone, also beside the process that writes it. What that process has not yet
/// written into files is not seen. Nothing in the folder is changed; only reading is supported.
/// </summary>
/// <remarks>Safe for any number of readers.</remarks>
public sealed class FilesOnlyStore : ITelemetryStore, IRetentionSurvey
{
    private const long Day = 86_400_000_000;
    private const int Attempts = 5;
    private readonly string directory;
    private readonly DuckDBConnection engine;
    private readonly EmbeddedSurvey survey;

    /// <summary>Opens the folder.</summary>
    /// <exception cref="InvalidDataException">The manifest cannot be read.</exception>
    public FilesOnlyStore(EmbeddedStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        directory = options.Directory;
        _ = Manifest.Load(directory);
        engine = new DuckDBConnection("Data Source=:memory:");
        engine.Open();
        Sql.Run(engine, $"SET memory_limit = '{Sql.Number(options.MemoryMebibytes)}MiB'");
        Sql.Run(engine, $"SET threads = {Sql.Number(options.Threads)}");
        survey = new EmbeddedSurvey(Connect, () => Manifest.Load(directory), Look, new FileSet(directory).PathOf);
    }

    /// <inheritdoc />
    public long DurablePosition => Manifest.Load(directory).DurablePosition;

    /// <inheritdoc />
    public ValueTask AppendAsync(ReadOnlyMemory<ChannelSample> samples, long journalPosition, CancellationToken cancellationToken) => throw ReadOnly();

    /// <inheritdoc />
    public Task FlushAsync(CancellationToken cancellationToken) => throw ReadOnly();

    /// <inheritdoc />
    public async IAsyncEnumerable<ChannelSample> ReadAsync(int channelId, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A day at a time, by what the files say: a day that a merge takes away under the reading is read again from what replaced it.
        // What came long after it was measured lies in one file a year.
        IEnumerable<long> days = Manifest.Load(directory).Files.Where(f => f.MayHold(channelId, range)).SelectMany(f => DaysOf(f, range)).Distinct().Order();
        foreach (long day in days)
        {
            TimeRange window = new TimeRange(new Instant(day), new Instant(day + Day)).Intersect(range);
            foreach (ChannelSample sample in await AgainAsync(() => DayAsync(channelId, window, cancellationToken)).ConfigureAwait(false))
                yield return sample;
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ChartSlice>> ReadChartAsync(int channelId, TimeRange range, int slices, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slices, 20_000);
        return AgainAsync(() => Task.Run(() => new ChartReading(channelId, range, slices).Read(Connect, () => View(channelId, range)), cancellationToken));
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<int, LastSample>> ReadLastAsync(IReadOnlyCollection<int> channelIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channelIds);
        Dictionary<int, LastSample> found = Manifest.Load(directory).Last.Where(l => channelIds.Contains(l.Channel)).ToDictionary(
            l => l.Channel, l => new LastSample(new Sample(new Instant(l.Time), l.Value, (SampleFlags)l.Flags), new Instant(l.Received)));
        return Task.FromResult<IReadOnlyDictionary<int, LastSample>>(found);
    }

    /// <inheritdoc />
    public string? RemovalRefusal => null;

    /// <inheritdoc />
    public TimeRangeSet Removed(int channelId) => survey.Removed(channelId);

    /// <inheritdoc />
    public Task<IReadOnlyList<RollUp>> ReadRollUpsAsync(int channelId, TimeRange range, RollUpStep step, CancellationToken cancellationToken) =>
        AgainAsync(() => survey.ReadRollUpsAsync(channelId, range, step, cancellationToken));

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => AgainAsync(() => survey.DaysAsync(cancellationToken));

    /// <inheritdoc />
    public Task<IReadOnlyList<ChannelDay>> ChannelsAsync(DateOnly day, CancellationToken cancellationToken) =>
        AgainAsync(() => survey.ChannelsAsync(day, cancellationToken));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private static async Task<T> AgainAsync<T>(Func<Task<T>> read)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (DuckDBException) when (attempt < Attempts)
            {
                // Most likely a file that was merged away between the manifest and the opening; the next look knows its successor.
            }
        }
    }

    private async Task<List<ChannelSample>> DayAsync(int channel, TimeRange window, CancellationToken cancellationToken)
    {
        var samples = new List<ChannelSample>();
        await foreach (ChannelSample sample in new RawReading(Connect).ReadAsync(channel, window, () => View(channel, window), cancellationToken).ConfigureAwait(false))
            samples.Add(sample);
        return samples;
    }

    private ManifestView Look()
    {
        Manifest manifest = Manifest.Load(directory);
        return new ManifestView(manifest, new FileSet(directory).Take([]));
    }

    private ReadView View(int channel, TimeRange range) =>
        new([], new FileSet(directory).Take([.. Manifest.Load(directory).Files.Where(f => f.MayHold(channel, range))]));

    private DuckDBConnection Connect()
    {
        DuckDBConnection connection = engine.Duplicate();
        connection.Open();
        return connection;
    }

    private static IEnumerable<long> DaysOf(StoreFile file, TimeRange range)
    {
        long last = Math.Min(file.LastTime, range.End.UnixMicroseconds - 1);
        for (long day = StartOfDay(Math.Max(file.FirstTime, range.Start.UnixMicroseconds)); day <= last; day += Day)
            yield return day;
    }

    private static long StartOfDay(long time) => time - (((time % Day) + Day) % Day);

    private static NotSupportedException ReadOnly() => new("the files of a store are only read here");
}
