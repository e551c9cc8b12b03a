using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using K3Monitor.Store.Telemetry.Embedded.Copying;

namespace K3Monitor.Store.Tests.Telemetry;

/// <summary>What a device says of its time can be anything; it costs neither files nor the newest value.</summary>
public sealed class StrangeTimesTests : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("k3-times-").FullName;
    private EmbeddedTelemetryStore store = null!;

    public ValueTask InitializeAsync()
    {
        Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_message_with_a_sample_of_each_of_years_of_days_makes_few_files_and_every_sample_is_there()
    {
        ChannelSample[] samples = [.. Enumerable.Range(0, 1500).Select(day => Sample(Now - TimeSpan.FromDays(day), day, day))];
        for (int round = 0; round < 3; round++)
        {
            await store.AppendAsync(samples.AsMemory(round * 500, 500), round + 1, CancellationToken.None);
            await store.FlushAsync(CancellationToken.None);
        }

        Assert.InRange(Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories).Length, 1, 50);
        await store.DisposeAsync();
        Open();
        Assert.Equal(samples.Reverse(), await ReadAsync(new TimeRange(Now - TimeSpan.FromDays(10_000), Now + TimeSpan.FromDays(1))));
        await using (var files = new FilesOnlyStore(new EmbeddedStoreOptions { Directory = folder, Threads = 1, MemoryMebibytes = 128 }))
            Assert.Equal(samples.Reverse(), await ReadAsync(files, new TimeRange(Now - TimeSpan.FromDays(10_000), Now + TimeSpan.FromDays(1))));
        Assert.Equal([samples[1200]], await ReadAsync(new TimeRange(Now - TimeSpan.FromDays(1200), Now - TimeSpan.FromDays(1199))));
    }

    [Fact]
    public async Task A_sample_from_the_future_is_the_newest_until_a_right_one_comes_and_a_back_log_never_is()
    {
        Instant received = Now + TimeSpan.FromSeconds(5);
        await store.AppendAsync(new[] { Sample(Now + TimeSpan.FromHours(20), 1, 9, Now, SampleFlags.ClockDoubt) }, 1, CancellationToken.None);
        Assert.Equal(9, await NewestAsync());
        await store.AppendAsync(new[] { Sample(received, 2, 5, received) }, 2, CancellationToken.None);
        Assert.Equal(5, await NewestAsync());
        await store.AppendAsync(new[] { Sample(Now - TimeSpan.FromHours(1), 3, 90, received + TimeSpan.FromSeconds(5)) }, 3, CancellationToken.None);
        Assert.Equal(5, await NewestAsync());
        await store.FlushAsync(CancellationToken.None);
        await store.DisposeAsync();
        Open();
        Assert.Equal(5, await NewestAsync());
    }

    private static ChannelSample Sample(Instant time, long sequence, double value, Instant? received = null, SampleFlags flags = SampleFlags.None) =>
        new(1, new Sample(time, value, flags), sequence, received ?? Now);

    private void Open() => store = EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = folder, Threads = 1, MemoryMebibytes = 128 });

    private async Task<double> NewestAsync() => (await store.ReadLastAsync([1], CancellationToken.None))[1].Sample.Value;

    private Task<List<ChannelSample>> ReadAsync(TimeRange range) => ReadAsync(store, range);

    private static async Task<List<ChannelSample>> ReadAsync(ITelemetryStore from, TimeRange range)
    {
        var read = new List<ChannelSample>();
        await foreach (ChannelSample sample in from.ReadAsync(1, range, CancellationToken.None))
            read.Add(sample);
        return read;
    }
}
