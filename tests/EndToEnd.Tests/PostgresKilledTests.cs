using System.Net;
using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;
using K3Monitor.Tests.Servers;
using MQTTnet;

namespace K3Monitor.EndToEnd.Tests;

public sealed class PostgresKilledTests(ITestOutputHelper output)
{
    private const string Ceiling = "id.permenaker-11-2023/h2s-ceiling";
    private const int Before = 600;
    private const int While = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Kill_9_of_PostgreSQL_under_traffic_loses_no_acknowledged_sample_and_leaves_each_incident_once_and_the_product_starts_without_it()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync();
        using var scratch = new Scratch();
        string connection = (await server.NewDatabaseAsync()).Replace("'", "''", StringComparison.Ordinal);
        string[] config = ["--config", scratch.Write("k3.yaml", $"database:\n  kind: postgresql\n  connection: '{connection}'\n")];
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-2), detectors: 2, more: config);
        long first = now.AddHours(-1).ToUnixTimeMilliseconds();
        List<NumberedDevice> devices = [.. plant.Devices.Select(d => new NumberedDevice(d, first))];
        Ports ports = Ports.Free();

        await using (ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports, config))
        {
            using Api api = await Plant.SignInAsync(product);
            Assert.Empty(Directory.GetFiles(plant.Data, "*.db"));
            await UnderTrafficAsync(product, api, server, devices);
            await CheckAsync(product, api, devices);
            await product.KillAsync();
        }

        await server.Kill9Async();
        await using ProductProcess again = await ProductProcess.RunAsync(plant.Data, ports, config);
        await DatabaseIsAsync(again, "failed");
        await server.StartAsync();
        await DatabaseIsAsync(again, "healthy");
        using Api later = await Plant.SignInAsync(again);
        await CheckAsync(again, later, devices);
    }

    private async Task UnderTrafficAsync(ProductProcess product, Api api, PostgresServer server, List<NumberedDevice> devices)
    {
        using IMqttClient early = await devices[0].ConnectAsync(product.Ports.Mqtt);
        Task publishing = devices[0].PublishUntilLostAsync(early, () => { });
        await ReachesAsync(devices[0], Before, product);
        await server.Kill9Async();
        await DatabaseIsAsync(product, "failed");

        // A device that comes only now signs in by what the database said last, and its breach is found without it.
        using IMqttClient late = await devices[1].ConnectAsync(product.Ports.Mqtt);
        publishing = Task.WhenAll(publishing, devices[1].PublishUntilLostAsync(late, () => { }));
        await ReachesAsync(devices[0], devices[0].Acknowledged.Count + While, product);
        await ReachesAsync(devices[1], While, product);
        (HttpStatusCode page, string words) = await api.AnyAsync("/incidents");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page);
        Assert.Contains("Basis data tidak dapat dihubungi", words, StringComparison.Ordinal);
        (HttpStatusCode resource, string problem) = await api.AnyAsync("/api/v1/incidents");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, resource);
        Assert.Contains("The database or the telemetry store cannot be reached", problem, StringComparison.Ordinal);
        int away = devices.Sum(d => d.Acknowledged.Count);

        await server.StartAsync();
        await DatabaseIsAsync(product, "healthy");
        await ReachesAsync(devices[0], devices[0].Acknowledged.Count + While, product);
        await early.DisconnectAsync();
        await late.DisconnectAsync();
        await publishing;
        output.WriteLine($"acknowledged before and while the database was away {away}, in all {devices.Sum(d => d.Acknowledged.Count)}");
    }

    private static Task ReachesAsync(NumberedDevice device, int acknowledged, ProductProcess product) => Until.TrueAsync(
        $"{acknowledged} acknowledgements of {device.Name}", Patience, () => Task.FromResult(device.Acknowledged.Count >= acknowledged), () => $"{device.Acknowledged.Count}\n{product.Said}");

    private static async Task DatabaseIsAsync(ProductProcess product, string condition)
    {
        using var http = new HttpClient { BaseAddress = product.Address };
        string seen = "";
        await Until.TrueAsync($"the health of the database is {condition}", Patience, async () =>
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            seen = await answer.Content.ReadAsStringAsync();
            using JsonDocument health = JsonDocument.Parse(seen);
            return health.RootElement.GetProperty("parts").TryGetProperty("database", out JsonElement part) && part.GetString() == condition;
        }, () => seen + "\n" + product.Said);
    }

    /// <summary>Every acknowledged sample is kept once with its value, and each detector has its one incident.</summary>
    private static async Task CheckAsync(ProductProcess product, Api api, List<NumberedDevice> devices)
    {
        Dictionary<string, int> points = await RunningPlant.PointsAsync(api);
        foreach (NumberedDevice device in devices)
        {
            List<(long Time, double Value)> kept = [];
            await Until.TrueAsync($"all {device.Acknowledged.Count} acknowledged samples of {device.Name}", Patience, async () =>
            {
                kept = await Kept.SamplesAsync(api, points[device.Name], device.TimeOf(0), device.TimeOf(device.Sent), NumberedDevice.Step);
                return device.Acknowledged.ToHashSet().IsSubsetOf(kept.Select(k => device.NumberOf(k.Time)));
            }, () => product.Said);
            Assert.Equal(kept.Count, kept.DistinctBy(k => k.Time).Count());
            Assert.All(kept, k => Assert.Equal(NumberedDevice.ValueOf(device.NumberOf(k.Time)), k.Value));
        }

        string[] found = [];
        await Until.TrueAsync("an incident of each detector", Patience, async () =>
        {
            found = [.. (await api.AllAsync("incidents")).Where(i => i.GetProperty("limit").GetString() == Ceiling).Select(i => i.GetProperty("point").GetString()!)];
            return found.Distinct().Count() >= devices.Count;
        }, () => product.Said);
        Assert.Equal(devices.Count, found.Length);
    }
}
