using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using K3Monitor.Store.Telemetry.Embedded.Copying;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Tests.Telemetry.Retention;

public sealed class EmbeddedRetentionTests : RetentionContract
{
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;
    private string? dieAt;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    protected override Task<ITelemetryStore> OpenAsync() => Task.FromResult<ITelemetryStore>(EmbeddedTelemetryStore.Open(Options() with { BeforeStep = Die }));

    private EmbeddedStoreOptions Options() => new() { Directory = directory, PiecesBeforeMerge = 3, ChannelsPerFile = 2 };

    private void Die(string step)
    {
        if (step == dieAt)
            throw new IOException("killed at " + step);
    }

    [Theory]
    [InlineData("write", false)]
    [InlineData("manifest", false)]
    [InlineData("delete", true)]
    public async Task Killed_at_any_step_a_roll_up_is_there_whole_or_not_at_all(string step, bool there)
    {
        await PutDayAsync();
        dieAt = step;
        await Assert.ThrowsAsync<IOException>(() => Retaining.RollUpAsync(Day, Rules, None));
        dieAt = null;
        await ReopenAsync();
        Assert.Equal(there, (await StateAsync()).RolledUp);
        Assert.Equal(there ? 600 : 0, (await RolledAsync(1, RollUpStep.Minute)).Sum(w => w.Samples));
        Assert.Equal(600, (await ReadAsync(1, UtcDay.Range(Day))).Count);
        AssertNoStrays();
    }

    [Theory]
    [InlineData("write", false)]
    [InlineData("manifest", false)]
    [InlineData("delete", true)]
    public async Task Killed_at_any_step_a_removal_leaves_all_or_none_and_the_roll_ups(string step, bool gone)
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        dieAt = step;
        await Assert.ThrowsAsync<IOException>(() => Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None));
        dieAt = null;
        await ReopenAsync();
        Assert.Equal(gone ? 0 : 600, (await ReadAsync(1, UtcDay.Range(Day))).Count);
        Assert.Equal(gone ? 1 : 0, Retaining.Removed(1).Ranges.Count);
        Assert.Equal(600, (await ReadAsync(2, UtcDay.Range(Day))).Count);
        Assert.Equal(600, (await RolledAsync(1, RollUpStep.QuarterHour)).Sum(w => w.Samples));
        AssertNoStrays();
    }

    [Fact]
    public async Task Beside_the_process_that_keeps_it_the_same_is_seen()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None);
        await using var beside = new FilesOnlyStore(Options());
        Assert.Equal(await Retaining.DaysAsync(None), await beside.DaysAsync(None));
        Assert.Equal(await Retaining.ChannelsAsync(Day, None), await beside.ChannelsAsync(Day, None));
        Assert.Equal(Retaining.Removed(1).Ranges, beside.Removed(1).Ranges);
        Assert.Equal(await RolledAsync(1, RollUpStep.Minute), await beside.ReadRollUpsAsync(1, UtcDay.Range(Day), RollUpStep.Minute, None));
        Assert.All(TelemetryFolder.Look(directory)!.Files, f => Assert.True(File.Exists(Path.Combine(directory, f)), f));
        Assert.Equal(2, TelemetryFolder.Look(directory)!.Files.Count(f => f.StartsWith("rollups/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Days_of_samples_that_came_years_late_are_rolled_up_and_removed_like_others()
    {
        // Received long after: they lie in one file for the year.
        Instant now = Midnight + TimeSpan.FromDays(400);
        ChannelSample[] old = [At(1, 10, 1) with { Received = now }, At(1, 86_410, 2) with { Received = now }, At(2, 10, 3) with { Received = now }];
        await PutAsync([.. old, new ChannelSample(5, new Sample(now, 1), 1, now)]);
        Assert.Contains(Day, (await Retaining.DaysAsync(None)).Select(d => d.Day));
        await Retaining.RollUpAsync(Day, Rules, None);
        Assert.Equal([1], (await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None)).Channels);
        await ReopenAsync();
        Assert.Equal([2.0], await ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue)));
        Assert.Equal([3.0], await ReadAsync(2, new TimeRange(Instant.MinValue, Instant.MaxValue)));
        await using var beside = new FilesOnlyStore(Options());
        var rows = new List<double>();
        await foreach (ChannelSample row in beside.ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue), None))
            rows.Add(row.Sample.Value);
        Assert.Equal([2.0], rows);
    }

    [Fact]
    public async Task A_reader_that_holds_files_reads_on_while_they_are_removed()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        int read = 0;
        await foreach (ChannelSample row in Store.ReadAsync(1, UtcDay.Range(Day), None))
        {
            if (read++ == 0)
                await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None);
        }

        Assert.Equal(600, read);
        Assert.Empty(await ReadAsync(1, UtcDay.Range(Day)));
    }

    private void AssertNoStrays()
    {
        HashSet<string> named = [.. TelemetryFolder.Look(directory)!.Files];
        Assert.All(
            Directory.EnumerateFiles(directory, "*.parquet", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(directory, f).Replace(Path.DirectorySeparatorChar, '/')),
            f => Assert.Contains(f, named));
    }
}
