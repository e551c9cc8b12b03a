using System.Collections.Concurrent;
using System.Globalization;
using InfluxDB.Client;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Influx.Reading;
using K3Monitor.Store.Telemetry.Influx.Retention;
using K3Monitor.Store.Telemetry.Influx.Writing;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>
/// The telemetry store on an InfluxDB server. What was appended is on the server's disk when <see cref="AppendAsync"/>
/// returns. A server that is away is tried until it is there; meanwhile appending and reading fail at once with
/// <see cref="TelemetryStoreUnavailableException"/>, and the journal is the back-log.
/// </summary>
/// <remarks>
/// One writer, any number of readers. The position is kept beside the server, at most a second behind; what comes again
/// after a crash is found to be there already.
/// </remarks>
public sealed class InfluxTelemetryStore : ITelemetryStore, ITelemetryServer, IRetainingTelemetry
{
    private static readonly TimeSpan SavePositionEvery = TimeSpan.FromSeconds(1);

    private readonly InfluxOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly InfluxDBClient client;
    private readonly InfluxBridge bridge;
    private readonly InfluxPreparation preparation;
    private readonly InfluxLink link;
    private readonly SampleReading reading;
    private readonly InfluxWriter writer;
    private readonly SlotAssignment assignment;
    private readonly SetAsideFile aside;
    private readonly RolledLedger rolled;
    private readonly InfluxRetention retention;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<int, LastSample> last = new();
    private readonly ConcurrentDictionary<int, Instant> furthest = new();
    private PositionFile kept;
    private long appended;
    private long savedAt;
    private string? note;
    private volatile bool loaded;
    private int disposed;

    private InfluxTelemetryStore(InfluxOptions options, PositionFile kept, TimeProvider time)
    {
        (this.options, this.kept, this.time) = (options, kept, time);
        appended = kept.Position;
        savedAt = time.GetTimestamp();
        aside = new SetAsideFile(options.Directory);
        bridge = new InfluxBridge(options.Transport ?? InfluxTransport.Open(options), options);

        // Each request has a limit of its own.
        http = new HttpClient(bridge) { Timeout = Timeout.InfiniteTimeSpan };
        client = new InfluxDBClient(new InfluxDBClientOptions(options.Url.AbsoluteUri)
        {
            Token = "signed-by-the-bridge",
            Org = options.Organisation.Length > 0 ? options.Organisation : "-",
            Bucket = options.Database,
            HttpClient = http,
            Timeout = options.Timeout,
        });
        var query = new InfluxQuery(http, options, time);
        preparation = new InfluxPreparation(http, client, bridge, query, options, time);
        link = new InfluxLink(PrepareAsync, Changed, time);
        reading = new SampleReading(query, bridge, link);
        writer = new InfluxWriter(client, link, aside, Changed);
        assignment = new SlotAssignment(reading, writer);
        rolled = new RolledLedger(options.Directory);
        retention = new InfluxRetention(this, reading, rolled, writer.SendWholeAsync, gate);
        link.Begin();
    }

    /// <inheritdoc />
    public event EventHandler? StatusChanged;

    /// <inheritdoc />
    public long DurablePosition => Interlocked.Read(ref appended);

    /// <inheritdoc />
    public TimeSpan? Keeps => options.RetentionDays > 0 ? TimeSpan.FromDays(options.RetentionDays) : null;

    /// <inheritdoc />
    public TelemetryServerStatus Status => new(link.Fault, Volatile.Read(ref note), aside.Count, aside.Path);

    /// <summary>Opens the store; the server is sought in the background and need not be there.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The machine's clock: for pauses and time-outs.</param>
    /// <exception cref="InvalidDataException">The position beside the server cannot be read, or the authority file holds no certificate.</exception>
    public static InfluxTelemetryStore Open(InfluxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(options.Directory);
        return new InfluxTelemetryStore(options, PositionFile.Load(options.Directory), time);
    }

    /// <inheritdoc />
    /// <exception cref="TelemetryStoreUnavailableException">The server cannot be had; the same batch may be appended again.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<ChannelSample> samples, long journalPosition, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (journalPosition <= appended)
                return;
            await link.RequireAsync(cancellationToken).ConfigureAwait(false);
            if (rolled.HasLeaving)
                await retention.FinishAllAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<string> lines = await assignment.LinesAsync(samples, Furthest, cancellationToken).ConfigureAwait(false);
            rolled.Touch(samples.Span);
            await writer.SendAsync(lines, cancellationToken).ConfigureAwait(false);
            writer.EndBatch();
            foreach (ref readonly ChannelSample sample in samples.Span)
                KeepLast(sample);
            Interlocked.Exchange(ref appended, journalPosition);
            if (time.GetElapsedTime(savedAt) >= SavePositionEvery)
                SavePosition();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Everything is on the server already; only the position is saved.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            SavePosition();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    /// <exception cref="TelemetryStoreUnavailableException">The server cannot be had.</exception>
    public IAsyncEnumerable<ChannelSample> ReadAsync(int channelId, TimeRange range, CancellationToken cancellationToken) =>
        reading.ReadAsync(channelId, range, cancellationToken);

    /// <inheritdoc />
    /// <exception cref="TelemetryStoreUnavailableException">The server cannot be had.</exception>
    public Task<IReadOnlyList<ChartSlice>> ReadChartAsync(int channelId, TimeRange range, int slices, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slices, 20_000);
        return new SliceReading(reading, channelId, range.Intersect(Lines.Representable), slices).ReadAsync(cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="TelemetryStoreUnavailableException">The server has not been there since the start.</exception>
    public async Task<IReadOnlyDictionary<int, LastSample>> ReadLastAsync(IReadOnlyCollection<int> channelIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channelIds);
        if (!loaded)
            await link.RequireAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<int, LastSample>(channelIds.Count);
        foreach (int id in channelIds)
        {
            if (last.TryGetValue(id, out LastSample sample))
                found[id] = sample;
        }

        return found;
    }

    /// <inheritdoc />
    public string? RemovalRefusal => bridge.Generation is InfluxGeneration.Two or InfluxGeneration.Three
        ? "the server is of a generation whose removal is not supported here: let a bucket's own retention remove, or keep everything"
        : null;

    /// <inheritdoc />
    public TimeRangeSet Removed(int channelId) => rolled.Removed(channelId);

    /// <inheritdoc />
    public Task<IReadOnlyList<RollUp>> ReadRollUpsAsync(int channelId, TimeRange range, RollUpStep step, CancellationToken cancellationToken) =>
        retention.ReadRollUpsAsync(channelId, range, step, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => retention.DaysAsync(cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ChannelDay>> ChannelsAsync(DateOnly day, CancellationToken cancellationToken) => retention.ChannelsAsync(day, cancellationToken);

    /// <inheritdoc />
    public Task RollUpAsync(DateOnly day, IReadOnlyDictionary<int, ChannelRule> rules, CancellationToken cancellationToken) =>
        retention.RollUpAsync(day, rules, cancellationToken);

    /// <inheritdoc />
    public Task<ChannelSet> RemoveAsync(DateOnly day, TelemetryLayer layer, ChannelSet channels, CancellationToken cancellationToken) =>
        retention.RemoveAsync(day, layer, channels, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await gate.WaitAsync().ConfigureAwait(false);
        await link.DisposeAsync().ConfigureAwait(false);
        client.Dispose();
        http.Dispose();
        gate.Dispose();
    }

    /// <summary>Run each time the server is found: nothing is written before the database is known to be ours.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await preparation.RunAsync(cancellationToken).ConfigureAwait(false);
        string? owner = await preparation.OwnerAsync(cancellationToken).ConfigureAwait(false);
        if (owner is not null && owner != kept.Installation)
            throw new InvalidDataException($"the database '{options.Database}' holds the samples of another installation; use a database of its own, or the data folder that belongs to this one");
        List<ChannelSample> newest = await reading.NewestAsync(cancellationToken).ConfigureAwait(false);
        if (owner is null && newest.Count == 0 && DurablePosition > 0)
            Volatile.Write(ref note, string.Create(CultureInfo.InvariantCulture, $"the database '{options.Database}' was found empty although it had been filled: samples before journal position {DurablePosition} are gone from it"));
        foreach (ChannelSample sample in newest)
            KeepLast(sample);
        loaded = true;
        await preparation.ClaimAsync(kept.Installation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Beyond it nothing of the channel lies on the server, whatever a clock that ran ahead has left there.</summary>
    private Instant? Furthest(int channel) => furthest.TryGetValue(channel, out Instant time) ? time : null;

    private void KeepLast(in ChannelSample s)
    {
        if (Lines.Refusal(s) is not null)
            return;
        var candidate = new LastSample(s.Sample, s.Received);
        last.AddOrUpdate(s.ChannelId, candidate, (_, old) => old.Sample.AtLatest(old.Received) <= candidate.Sample.AtLatest(candidate.Received) ? candidate : old);
        furthest.AddOrUpdate(s.ChannelId, s.Sample.Time, (_, old) => Instant.Max(old, candidate.Sample.Time));
    }

    private void SavePosition()
    {
        savedAt = time.GetTimestamp();
        if (kept.Position == appended)
            return;
        PositionFile next = kept with { Position = appended };
        next.Save(options.Directory);
        kept = next;
    }

    private void Changed() => StatusChanged?.Invoke(this, EventArgs.Empty);
}
