using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using K3Monitor.Store.Telemetry.Embedded.Copying;

namespace K3Monitor.Store.Tests.Telemetry;

/// <summary>What a device says of its time can be anything; it costs no files.</summary>
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

    private static ChannelSample Sample(Instant time, long sequence, double value) => new(1, new Sample(time, value), sequence, Now);

    private void Open() => store = EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = folder, Threads = 1, MemoryMebibytes = 128 });

    private Task<List<ChannelSample>> ReadAsync(TimeRange range) => ReadAsync(store, range);

    private static async Task<List<ChannelSample>> ReadAsync(ITelemetryStore from, TimeRange range)
    {
        var read = new List<ChannelSample>();
        await foreach (ChannelSample sample in from.ReadAsync(1, range, CancellationToken.None))
            read.Add(sample);
        return read;
    }
}
