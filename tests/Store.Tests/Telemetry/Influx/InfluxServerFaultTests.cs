using System.Diagnostics;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Influx;

namespace K3Monitor.Store.Tests.Telemetry.Influx;

/// <summary>The server dies, hangs, is not there: whatever the journal gives again is on it once.</summary>
public sealed class InfluxServerFaultTests : IAsyncLifetime
{
    private const int PerBatch = 500;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Instant Start = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
    private readonly InfluxServer server = new();
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Killed_with_9_in_the_middle_of_writes_and_the_product_too_nothing_is_lost_and_nothing_is_there_twice()
    {
        var kills = new Queue<int>([20, 60, 100]);
        bool crashed = false;
        Task killing = Task.CompletedTask;
        InfluxTelemetryStore store = Open();
        for (int batch = 0; batch < 120; batch++)
        {
            if (kills.TryPeek(out int next) && batch == next)
            {
                kills.Dequeue();
                await killing;
                killing = KillAndStartAsync();
            }

            if (batch == 70 && !crashed)
            {
                // As after kill -9 of the product: the position on disk is older than what the server has.
                crashed = true;
                await store.DisposeAsync();
                store = Open();
                Assert.InRange(store.DurablePosition, 0, 70);
                batch = (int)store.DurablePosition;
            }

            await AppendAsync(store, batch);
        }

        await killing;
        await ReadAllAsync(store, 120);
        Assert.Empty(kills);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_hangs_holds_up_nobody_longer_than_one_time_out_and_what_it_finishes_late_changes_nothing()
    {
        await using InfluxTelemetryStore store = Open(TimeSpan.FromSeconds(2));
        await AppendAsync(store, 0);
        await server.HangAsync();
        var watch = Stopwatch.StartNew();
        TelemetryStoreUnavailableException first = await Assert.ThrowsAsync<TelemetryStoreUnavailableException>(() => store.AppendAsync(Batch(1), 2, None).AsTask());
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.NotEqual("", first.Message);

        // Now it is known: a thousand readers are told at once.
        watch.Restart();
        for (int i = 0; i < 1000; i++)
            await Assert.ThrowsAsync<TelemetryStoreUnavailableException>(() => store.ReadChartAsync(1, new TimeRange(Start, Start + TimeSpan.FromHours(1)), 10, None));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.NotNull(store.Status.Fault);
        Assert.Equal(PerBatch, (await store.ReadLastAsync([1], None))[1].Sample.Value + 1);

        await server.GoOnAsync();
        await AppendAsync(store, 1);
        await AppendAsync(store, 2);
        await ReadAllAsync(store, 3);
        Assert.Null(store.Status.Fault);
    }

    [Fact]
    public async Task Absent_when_opened_and_then_present_it_takes_the_back_log_in_order()
    {
        await server.KillAsync();
        await using InfluxTelemetryStore store = Open();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.StatusChanged += (_, _) =>
        {
            if (store.Status.Fault is null)
                told.TrySetResult();
        };
        await Assert.ThrowsAsync<TelemetryStoreUnavailableException>(() => store.AppendAsync(Batch(0), 1, None).AsTask());
        await Assert.ThrowsAsync<TelemetryStoreUnavailableException>(() => store.ReadLastAsync([1], None));
        Assert.Contains("refused", store.Status.Fault, StringComparison.Ordinal);
        Assert.Equal(0, store.DurablePosition);

        await server.StartAsync();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        for (int batch = 0; batch < 5; batch++)
        {
            await AppendAsync(store, batch);
            Assert.Equal(batch + 1, store.DurablePosition);
            Assert.Equal((batch + 1) * PerBatch - 1, (await store.ReadLastAsync([1], None))[1].Sample.Value);
        }

        await ReadAllAsync(store, 5);
    }

    private InfluxTelemetryStore Open(TimeSpan? timeout = null) => InfluxTelemetryStore.Open(
        new InfluxOptions { Url = server.Url, Directory = directory, Timeout = timeout ?? TimeSpan.FromSeconds(10) }, TimeProvider.System);

    private static ChannelSample[] Batch(int batch) => [.. Enumerable.Range(batch * PerBatch, PerBatch)
        .Select(i => new ChannelSample(1, new Sample(Start + TimeSpan.FromMilliseconds(i * 100), i), i, Start))];

    /// <summary>Appends as the journal's consumer does: again until it succeeds.</summary>
    private static Task AppendAsync(InfluxTelemetryStore store, int batch) => InfluxServer.UntilAsync($"batch {batch} is taken", async () =>
    {
        try
        {
            await store.AppendAsync(Batch(batch), batch + 1, None);
            return true;
        }
        catch (TelemetryStoreUnavailableException)
        {
            return false;
        }
    });

    private async Task KillAndStartAsync()
    {
        await server.KillAsync();
        await server.StartAsync();
    }

    private static async Task ReadAllAsync(InfluxTelemetryStore store, int batches)
    {
        var rows = new List<ChannelSample>();
        await foreach (ChannelSample row in store.ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue), None))
            rows.Add(row);
        Assert.Equal(Enumerable.Range(0, batches).SelectMany(Batch), rows);
    }
}
