using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;

namespace K3Monitor.Store.Tests.Telemetry;

public sealed class EmbeddedTelemetryStoreTests : TelemetryStoreContract
{
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    protected override Task<ITelemetryStore> OpenAsync() =>
        Task.FromResult<ITelemetryStore>(EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = directory, PiecesBeforeMerge = 3, ChannelsPerFile = 2 }));

    [Fact]
    public async Task Many_pieces_of_a_day_become_few_files_without_losing_a_sample()
    {
        for (int round = 0; round < 9; round++)
        {
            await Store.AppendAsync(Enumerable.Range(1, 5).Select(c => At(c, round, round, round)).ToArray(), round + 1, CancellationToken.None);
            await Store.FlushAsync(CancellationToken.None);
        }

        Assert.InRange(Directory.GetFiles(directory, "*.parquet", SearchOption.AllDirectories).Length, 3, 6);
        for (int channel = 1; channel <= 5; channel++)
            Assert.Equal(Enumerable.Range(0, 9).Select(i => (double)i), (await ReadAsync(channel, Window(0, 100))).Select(s => s.Sample.Value));
        await ReopenAsync();
        Assert.Equal(9, (await ReadAsync(3, Window(0, 100))).Count);
    }

    [Fact]
    public async Task A_merge_keeps_conflicting_values()
    {
        for (int round = 0; round < 5; round++)
        {
            await Store.AppendAsync(new[] { At(1, 0, round % 2, 1) }, round + 1, CancellationToken.None);
            await Store.FlushAsync(CancellationToken.None);
        }

        List<ChannelSample> rows = await ReadAsync(1, Window(0, 1));
        Assert.Equal([0.0, 1.0], rows.Select(r => r.Sample.Value).Order());
        Assert.All(rows, r => Assert.Equal(SampleFlags.Conflict, r.Sample.Flags));
    }

    [Fact]
    public async Task A_merge_keeps_what_the_copies_of_a_reading_say_against_it()
    {
        for (int round = 0; round < 5; round++)
        {
            await Store.AppendAsync(new[] { At(1, 0, 1, 1, round % 2 == 0 ? SampleFlags.None : SampleFlags.CalibrationLapsed) }, round + 1, CancellationToken.None);
            await Store.FlushAsync(CancellationToken.None);
            Assert.Equal(round == 0 ? SampleFlags.None : SampleFlags.CalibrationLapsed, Assert.Single(await ReadAsync(1, Window(0, 1))).Sample.Flags);
        }

        Assert.Single(Directory.GetFiles(directory, "day-*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_second_process_cannot_open_it()
    {
        Assert.Throws<IOException>(() => EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = directory }));
        await ReopenAsync();
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("older")]
    public async Task With_a_manifest_that_does_not_belong_to_the_files_it_refuses_and_deletes_nothing(string manifest)
    {
        string path = Path.Combine(directory, "manifest.json");
        byte[] older = [];
        for (int round = 0; round < 3; round++)
        {
            await Store.AppendAsync(new[] { At(1, round, round) }, round + 1, CancellationToken.None);
            await Store.FlushAsync(CancellationToken.None);
            if (round == 0)
                older = await File.ReadAllBytesAsync(path);
        }

        byte[] right = await File.ReadAllBytesAsync(path);
        string[] files = Directory.GetFiles(directory, "*.parquet", SearchOption.AllDirectories);
        await Store.DisposeAsync();
        if (manifest == "lost")
            File.Delete(path);
        else
            await File.WriteAllBytesAsync(path, older);
        Assert.Throws<InvalidDataException>(() => EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = directory }));
        Assert.Equal(files, Directory.GetFiles(directory, "*.parquet", SearchOption.AllDirectories));
        await File.WriteAllBytesAsync(path, right);
        await ReopenAsync();
        Assert.Equal(3, (await ReadAsync(1, Window(0, 100))).Count);
    }

    [Fact]
    public async Task A_file_that_a_crash_left_unnamed_is_removed_and_changes_nothing()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 1, CancellationToken.None);
        await Store.FlushAsync(CancellationToken.None);
        string named = Directory.GetFiles(directory, "*.parquet", SearchOption.AllDirectories).Single();
        string stray = Path.Combine(Path.GetDirectoryName(named)!, "piece-2.parquet");
        File.Copy(named, stray);
        await ReopenAsync();
        Assert.False(File.Exists(stray));
        Assert.Single(await ReadAsync(1, Window(0, 1)));
    }

    [Fact]
    public async Task A_manifest_that_names_a_missing_file_stops_the_start_and_names_it()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 1, CancellationToken.None);
        await Store.FlushAsync(CancellationToken.None);
        string named = Directory.GetFiles(directory, "*.parquet", SearchOption.AllDirectories).Single();
        byte[] bytes = await File.ReadAllBytesAsync(named);
        File.Delete(named);
        await Store.DisposeAsync();
        InvalidDataException fault = await Assert.ThrowsAsync<InvalidDataException>(OpenAsync);
        Assert.Contains(Path.GetFileName(named), fault.Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(named, bytes);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_stops_the_start()
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "manifest.json"), "{ \"format\": 99 }");
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<InvalidDataException>(OpenAsync);
        File.Delete(Path.Combine(directory, "manifest.json"));
    }

    [Fact]
    public async Task A_batch_without_samples_still_moves_the_position()
    {
        await Store.AppendAsync(ReadOnlyMemory<ChannelSample>.Empty, 42, CancellationToken.None);
        await Store.FlushAsync(CancellationToken.None);
        await ReopenAsync();
        Assert.Equal(42, Store.DurablePosition);
    }
}
