using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Influx;
using K3Monitor.Store.Telemetry.Influx.Retention;
using K3Monitor.Store.Telemetry.Retention;
using K3Monitor.Store.Tests.Telemetry.Influx;

namespace K3Monitor.Store.Tests.Telemetry.Retention;

public sealed class InfluxRetentionTests(InfluxServer server) : RetentionContract, IClassFixture<InfluxServer>
{
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;
    private readonly string database = "t" + Guid.NewGuid().ToString("N");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    protected override Task<ITelemetryStore> OpenAsync() => Task.FromResult<ITelemetryStore>(
        InfluxTelemetryStore.Open(new InfluxOptions { Url = server.Url, Directory = directory, Database = database }, TimeProvider.System));

    [Fact]
    public async Task A_removal_that_died_before_the_delete_is_finished_before_anything_is_appended_to_the_day()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        await Store.DisposeAsync();
        RolledFile file = RolledFile.Load(directory);
        file.With(file.Find(Day)! with { Leaving = new Leaving(TelemetryLayer.Raw, "1") }).Save(directory);
        await ReopenAsync();
        Assert.Equal([UtcDay.Range(Day)], Retaining.Removed(1).Ranges);
        await PutAsync(At(1, 40_000, 55));
        Assert.Equal([55.0], await ReadAsync(1, UtcDay.Range(Day)));
        Assert.Equal(600, (await ReadAsync(2, UtcDay.Range(Day))).Count);
        Assert.Null(RolledFile.Load(directory).Find(Day)!.Leaving);
    }
}
