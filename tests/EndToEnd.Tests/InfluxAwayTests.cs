using K3Monitor.EndToEnd.Tests.Support;
using K3Monitor.Store.Tests.Telemetry.Influx;

namespace K3Monitor.EndToEnd.Tests;

public sealed class InfluxAwayTests(InfluxServer influx) : IClassFixture<InfluxServer>
{
    private const int Seconds = 600;

    [Fact]
    public async Task With_InfluxDB_away_publishes_are_acknowledged_and_an_incident_opens_and_when_it_is_back_every_sample_is_in_it()
    {
        await influx.KillAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-1));
        long first = now.ToUnixTimeMilliseconds() / 1000 * 1000 - Seconds * 1000;
        List<Reading> sent = [.. Enumerable.Range(0, Seconds).Select(i => new Reading(first + i * 1000L, i, i is >= 500 and < 560 ? 12.5 : 0.3))];
        string config = scratch.Write("k3.yaml", $"store:\n  kind: influxdb\ninflux:\n  url: {influx.Url.AbsoluteUri.TrimEnd('/')}\n  database: pabrik\n");
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, Ports.Free(), "--config", config);
        using Api api = await Plant.SignInAsync(product);

        Ended published = await Mosquitto.PublishLinesAsync(product.Ports.Mqtt, plant.Devices[0], plant.Devices[0].Telemetry, sent.Select(r => r.Message));
        Assert.True(published.Code == 0, $"mosquitto_pub: exit {published.Code}\n{published.Error}\n{product.Said}");
        await Until.TrueAsync("the incident of the ceiling, while the store is away", TimeSpan.FromSeconds(60), async () =>
            (await api.AllAsync("incidents")).Any(i => i.GetProperty("limit").GetString()!.EndsWith("h2s-ceiling", StringComparison.Ordinal)), () => product.Said);
        await Until.TrueAsync("the health page says that the store is away and how much waits", TimeSpan.FromSeconds(60), async () =>
            (await api.TextAsync("/health")) is var page && page.Contains("the store is away since", StringComparison.Ordinal) && page.Contains($"{Seconds} samples", StringComparison.Ordinal), () => product.Said);
        int point = (await RunningPlant.PointsAsync(api)).Values.Single();

        await influx.StartAsync();
        await Until.TrueAsync("store and rules are whole again", TimeSpan.FromSeconds(60), async () =>
            (await api.TextAsync("/health")) is var page && !page.Contains("away since", StringComparison.Ordinal) && !page.Contains("are judged without", StringComparison.Ordinal), () => product.Said);
        Assert.Equal(sent.Select(r => (r.Time, r.Ppm)), await Kept.SamplesAsync(api, point, first, first + Seconds * 1000L, 700));
        Assert.Contains($",{Seconds}]", await influx.AskAsync("pabrik", "SELECT count(value) FROM k3_samples"), StringComparison.Ordinal);
        Assert.Single(await api.AllAsync("incidents"), i => i.GetProperty("limit").GetString()!.EndsWith("h2s-ceiling", StringComparison.Ordinal));
    }
}
