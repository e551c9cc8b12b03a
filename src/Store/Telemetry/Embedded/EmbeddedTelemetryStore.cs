using System.Collections.Concurrent;
using DuckDB.NET.Data;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Embedded.Retention;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>
/// The telemetry store that needs no server: new samples in memory, older ones in Parquet files that anyone
/// can read, one manifest that says which files hold.
/// </summary>
/// <remarks>
/// One writer (<see cref="AppendAsync"/> and <see cref="FlushAsync"/> take turns behind one gate), any number of
/// readers. A crash loses only what was in memory, and that is still in the journal behind <see cref="DurablePosition"/>.
/// </remarks>
public sealed class EmbeddedTelemetryStore : ITelemetryStore, IRetainingTelemetry
{
    private readonly EmbeddedStoreOptions options;
    private readonly DuckDBConnection writer;
    private readonly StoreFolder folder;
    private readonly FileSet files;
    private readonly ParquetWriter parquet;
    private readonly EmbeddedSurvey survey;
    private readonly EmbeddedRetention retention;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Lock view = new();
    private readonly ConcurrentDictionary<int, LastSample> last = new();
    private Manifest manifest;
    private List<HotSamples> hot = [new HotSamples()];
    private long appended;
    private int closed;

    private EmbeddedTelemetryStore(EmbeddedStoreOptions options, StoreFolder folder, DuckDBConnection writer, Manifest manifest)
    {
        this.options = options;
        this.folder = folder;
        this.writer = writer;
        this.manifest = manifest;
        files = new FileSet(options.Directory);
        parquet = new ParquetWriter(writer, options.Directory);
        survey = new EmbeddedSurvey(Connect, Current, Look, files.PathOf);
        retention = new EmbeddedRetention(this, survey, parquet, writer, options);
        appended = manifest.DurablePosition;
        foreach (LastRow row in manifest.Last)
            last[row.Channel] = new LastSample(new Sample(new Instant(row.Time), row.Value, (SampleFlags)row.Flags), new Instant(row.Received));
    }

    /// <inheritdoc />
    public long DurablePosition
    {
        get
        {
            lock (view)
                return manifest.DurablePosition;
        }
    }

    /// <summary>Opens the store, which is this process's alone until it is closed, and deletes files that a crash left behind unnamed.</summary>
    /// <exception cref="InvalidDataException">
    /// The manifest cannot be read, a file that it names is missing, or there are files from after it: it is lost, or an older one.
    /// </exception>
    /// <exception cref="IOException">Another process has the store open.</exception>
    public static EmbeddedTelemetryStore Open(EmbeddedStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        StoreFolder folder = StoreFolder.Own(options.Directory);
        try
        {
            Manifest manifest = Manifest.Load(options.Directory);
            folder.Tidy(manifest);
            return new EmbeddedTelemetryStore(options, folder, Connection(options), manifest);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static DuckDBConnection Connection(EmbeddedStoreOptions options)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Sql.Run(connection, $"SET memory_limit = '{Sql.Number(options.MemoryMebibytes)}MiB'");
        Sql.Run(connection, $"SET threads = {Sql.Number(options.Threads)}");
        Sql.Run(connection, $"SET temp_directory = {Sql.Quote(Path.Combine(options.Directory, "spill"))}");
        return connection;
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(ReadOnlyMemory<ChannelSample> samples, long journalPosition, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (journalPosition <= appended)
                return;
            hot[^1].Add(samples.Span);
            appended = journalPosition;
            foreach (ref readonly ChannelSample s in samples.Span)
                KeepLast(s);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(Flush, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ChannelSample> ReadAsync(int channelId, TimeRange range, CancellationToken cancellationToken) =>
        new RawReading(Connect).ReadAsync(channelId, range, () => ViewOf(channelId, range), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ChartSlice>> ReadChartAsync(int channelId, TimeRange range, int slices, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slices, 20_000);
        return Task.Run(() => new ChartReading(channelId, range, slices).Read(Connect, () => ViewOf(channelId, range)), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<int, LastSample>> ReadLastAsync(IReadOnlyCollection<int> channelIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channelIds);
        var found = new Dictionary<int, LastSample>(channelIds.Count);
        foreach (int id in channelIds)
        {
            if (last.TryGetValue(id, out LastSample sample))
                found[id] = sample;
        }

        return Task.FromResult<IReadOnlyDictionary<int, LastSample>>(found);
    }

    /// <inheritdoc />
    public string? RemovalRefusal => null;

    /// <inheritdoc />
    public TimeRangeSet Removed(int channelId) => survey.Removed(channelId);

    /// <inheritdoc />
    public Task<IReadOnlyList<RollUp>> ReadRollUpsAsync(int channelId, TimeRange range, RollUpStep step, CancellationToken cancellationToken) =>
        survey.ReadRollUpsAsync(channelId, range, step, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => survey.DaysAsync(cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ChannelDay>> ChannelsAsync(DateOnly day, CancellationToken cancellationToken) => survey.ChannelsAsync(day, cancellationToken);

    /// <inheritdoc />
    public Task RollUpAsync(DateOnly day, IReadOnlyDictionary<int, ChannelRule> rules, CancellationToken cancellationToken) =>
        retention.RollUpAsync(day, rules, cancellationToken);

    /// <inheritdoc />
    public Task<ChannelSet> RemoveAsync(DateOnly day, TelemetryLayer layer, ChannelSet channels, CancellationToken cancellationToken) =>
        retention.RemoveAsync(day, layer, channels, cancellationToken);

    /// <summary>
    /// Changes the manifest while nothing is appended, after what is in memory was written; files that it then no longer names are
    /// deleted. The work says what shall hold, or null to leave everything.
    /// </summary>
    internal async Task ChangeAsync(Func<Manifest, Manifest?> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(
                () =>
                {
                    Flush();
                    Manifest before = manifest;
                    if (work(before) is not { } next)
                        return;
                    options.BeforeStep?.Invoke("manifest");
                    Adopt(next with { Version = before.Version + 1 }, hot);
                    options.BeforeStep?.Invoke("delete");
                    files.Retire(before.AllFiles.ExceptBy(next.AllFiles.Select(f => f.Name), f => f.Name));
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Closes without flushing: what is only in memory is still in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        await gate.WaitAsync().ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
        folder.Dispose();
        retention.Dispose();
        gate.Dispose();
    }

    private void Flush()
    {
        HotSamples full = hot[^1];
        if (full.Rows == 0)
        {
            if (appended > manifest.DurablePosition)
                Adopt(manifest with { Version = manifest.Version + 1, DurablePosition = appended, Last = LastRows() }, hot);
            return;
        }

        List<StoreFile> pieces = parquet.WritePieces(full.All(), manifest.Version + 1);
        Adopt(
            manifest with { Version = manifest.Version + 1, DurablePosition = appended, Files = [.. manifest.Files, .. pieces], Last = LastRows() },
            [new HotSamples()]);
        MergeCrowdedDays();
    }

    private void MergeCrowdedDays()
    {
        foreach (IGrouping<string, StoreFile> day in manifest.Files.GroupBy(f => f.Day).ToList())
        {
            if (day.Count(f => !f.Merged) <= options.PiecesBeforeMerge)
                continue;
            List<StoreFile> old = [.. day];
            List<StoreFile> merged = parquet.Merge(day.Key, [.. old.Select(f => files.PathOf(f.Name))], options.ChannelsPerFile, manifest.Version + 1);
            long content = old.Max(f => f.Content);
            Adopt(manifest with { Version = manifest.Version + 1, Files = [.. manifest.Files.Except(old), .. merged.Select(f => f with { Content = content })] }, hot);
            files.Retire(old);
        }
    }

    private void Adopt(Manifest next, List<HotSamples> fresh)
    {
        next.Save(options.Directory);
        lock (view)
        {
            manifest = next;
            hot = fresh;
        }
    }

    private Manifest Current()
    {
        lock (view)
            return manifest;
    }

    private ManifestView Look()
    {
        lock (view)
            return new ManifestView(manifest, files.Take([.. manifest.AllFiles]));
    }

    private ReadView ViewOf(int channel, TimeRange range)
    {
        lock (view)
        {
            List<StoreFile> holding = [.. manifest.Files.Where(f => f.MayHold(channel, range))];
            return new ReadView([.. hot], files.Take(holding));
        }
    }

    private DuckDBConnection Connect()
    {
        DuckDBConnection connection = writer.Duplicate();
        connection.Open();
        return connection;
    }

    private void KeepLast(in ChannelSample s)
    {
        if (!last.TryGetValue(s.ChannelId, out LastSample old) || old.Sample.AtLatest(old.Received) <= s.Sample.AtLatest(s.Received))
            last[s.ChannelId] = new LastSample(s.Sample, s.Received);
    }

    private List<LastRow> LastRows() =>
        [.. last.OrderBy(p => p.Key).Select(p => new LastRow(p.Key, p.Value.Sample.Time.UnixMicroseconds, p.Value.Sample.Value, (int)p.Value.Sample.Flags, p.Value.Received.UnixMicroseconds))];
}
