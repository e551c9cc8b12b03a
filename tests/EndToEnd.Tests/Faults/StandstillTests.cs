using System.Diagnostics;
using System.Globalization;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests.Faults;

public sealed class StandstillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_product_that_stood_still_for_half_a_minute_under_traffic_goes_on_loses_nothing_and_leaves_each_incident_once()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-1), detectors: 50);
        var fleet = new Fleet(plant.Devices, now.AddMinutes(-30).ToUnixTimeMilliseconds(), 1000);
        var account = new FleetAccount(fleet);
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, Ports.Free());
        using Api api = await Plant.SignInAsync(product);
        await using FleetRun run = await fleet.PublishAsync(product);
        await run.MoreAsync(2000, () => product.Said);
        foreach (NumberedPublisher device in fleet.Devices.Take(10))
            device.BeginToBreach();

        await product.SignalAsync("STOP");
        var watch = Stopwatch.StartNew();
        await Until.TrueAsync("it has stood still for long enough", TimeSpan.FromMinutes(2), () => Task.FromResult(watch.Elapsed >= Stopped));
        await product.SignalAsync("CONT");

        await run.MoreAsync(5000, () => product.Said);
        await run.DrainAsync(() => product.Said);
        long kept = await account.CheckAllAsync(product, api);
        Assert.Equal(fleet.Acknowledged, kept);
        Assert.Equal(10, await account.CheckIncidentsAsync(product, api));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kept} kept of {fleet.Acknowledged} acknowledged; connections lost {fleet.Devices.Sum(d => d.Lost)}"));
    }
}
