using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests;

public sealed class OneHourOfGasTests
{
    private const string Ceiling = "id.permenaker-11-2023/h2s-ceiling";
    private const int Seconds = 3600;
    private const double Worst = 12.5;

    [Fact]
    public async Task An_hour_of_gas_by_mosquitto_is_an_incident_with_article_and_peak_that_outlives_kill_9_once_and_with_every_sample()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-2));
        Credential device = plant.Devices[0];
        long first = now.ToUnixTimeMilliseconds() / 1000 * 1000 - Seconds * 1000;
        List<Reading> hour = [.. Enumerable.Range(0, Seconds).Select(i => new Reading(first + i * 1000L, i, Ppm(i)))];
        Ports ports = Ports.Free();

        JsonElement before;
        await using (ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports))
        {
            Ended published = await Mosquitto.PublishLinesAsync(ports.Mqtt, device, device.Telemetry, hour.Select(r => r.Message));
            Assert.True(published.Code == 0, $"mosquitto_pub: exit {published.Code}\n{published.Error}\n{product.Said}");
            using Api api = await Plant.SignInAsync(product);
            before = await IncidentAsync(api, product);
            await ShowsAsync(api, before, first);
            await product.KillAsync();
        }

        await using ProductProcess again = await ProductProcess.RunAsync(plant.Data, ports);
        using Api back = await Plant.SignInAsync(again);
        JsonElement after = await IncidentAsync(back, again);
        await ShowsAsync(back, after, first);
        Assert.Equal(before.GetProperty("id").GetInt32(), after.GetProperty("id").GetInt32());
        Assert.Equal(before.GetProperty("number").GetString(), after.GetProperty("number").GetString());

        int point = (await back.GetAsync($"incidents/{after.GetProperty("id").GetInt32()}")).GetProperty("point").GetInt32();
        await Until.TrueAsync("every acknowledged sample can be read", TimeSpan.FromSeconds(20), async () =>
            (await Kept.SamplesAsync(back, point, first, first + Seconds * 1000L, 700)).Count >= Seconds, () => again.Said);
        List<(long Time, double Value)> kept = await Kept.SamplesAsync(back, point, first, first + Seconds * 1000L, 700);
        Assert.Equal(hour.Select(r => (r.Time, r.Ppm)), kept);
    }

    /// <summary>Little gas, and 90 s over the ceiling with its worst in the middle.</summary>
    private static double Ppm(int second) => second switch
    {
        2045 => Worst,
        >= 2000 and < 2090 => 9,
        _ => 0.3,
    };

    /// <summary>The one incident of the ceiling, once it is there and has the whole spike.</summary>
    private static Task<JsonElement> IncidentAsync(Api api, ProductProcess product) =>
        Until.FoundAsync<JsonElement>("the incident of the ceiling, over", TimeSpan.FromSeconds(30), async () =>
        {
            List<JsonElement> found = [.. (await api.AllAsync("incidents")).Where(i => i.GetProperty("limit").GetString() == Ceiling)];
            return found is [var one] && one.GetProperty("breachEnd").ValueKind != JsonValueKind.Null ? one : null;
        }, () => product.Said);

    private static async Task ShowsAsync(Api api, JsonElement incident, long first)
    {
        Assert.False(string.IsNullOrWhiteSpace(incident.GetProperty("number").GetString()));
        Assert.Equal(Worst, incident.GetProperty("peak").GetDouble());
        Assert.Equal("ppm", incident.GetProperty("unit").GetString());
        Assert.Equal(first + 2_000_000, incident.GetProperty("breachStart").GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.Equal(first + 2_090_000, incident.GetProperty("breachEnd").GetDateTimeOffset().ToUnixTimeMilliseconds());

        JsonElement detail = await api.GetAsync($"incidents/{incident.GetProperty("id").GetInt32()}");
        JsonElement limit = detail.GetProperty("limit");
        Assert.Equal("Permenaker 11/2023", limit.GetProperty("instrument").GetString());
        Assert.False(string.IsNullOrWhiteSpace(limit.GetProperty("article").GetProperty("id").GetString()));
        Assert.Equal("exceeded", detail.GetProperty("verdict").GetProperty("outcome").GetString());
        JsonElement occurrence = Assert.Single(detail.GetProperty("occurrences").EnumerateArray().ToList());
        Assert.Equal(Worst, occurrence.GetProperty("peak").GetDouble());
        Assert.Equal(first + 2_045_000, occurrence.GetProperty("peakTime").GetDateTimeOffset().ToUnixTimeMilliseconds());
    }
}
