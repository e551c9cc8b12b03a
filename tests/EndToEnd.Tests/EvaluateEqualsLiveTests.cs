using System.Globalization;
using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests;

/// <summary>A file judged by <c>evaluate</c> and the same samples sent over MQTT come to the same.</summary>
public sealed class EvaluateEqualsLiveTests
{
    private const int Seconds = 5400;

    [Fact]
    public async Task A_shift_sent_over_MQTT_has_the_incidents_that_its_file_is_judged_to_have()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-10));
        long first = now.AddHours(-9.5).ToUnixTimeSeconds() * 1000;
        List<Reading> readings = [.. Enumerable.Range(0, Seconds).Where(i => i is < 3000 or > 3200).Select(i => new Reading(first + (i * 1000L), i, Ppm(i)))];
        string csv = scratch.Write("h2s.csv", string.Join('\n', readings.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Time},{r.Ppm}")).Prepend("time,gas.h2s")));
        Ended judged = await Programs.RunAsync("evaluate", "--input", csv, "--site", plant.SiteFile, "--format", "json");
        using JsonDocument file = JsonDocument.Parse(judged.Succeeded());
        Dictionary<string, JsonElement> expected = file.RootElement.GetProperty("verdicts").EnumerateArray()
            .Where(v => v.GetProperty("verdict").GetString() == "exceeded" && v.GetProperty("limit").GetString()!.Contains("h2s", StringComparison.Ordinal))
            .ToDictionary(v => v.GetProperty("limit").GetString()!);
        Assert.True(expected.Count >= 2, judged.Output);

        Ports ports = Ports.Free();
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports);
        Credential device = plant.Devices[0];
        Ended published = await Mosquitto.PublishLinesAsync(ports.Mqtt, device, device.Telemetry, readings.Select(r => r.Message));
        Assert.True(published.Code == 0, published.Error);
        using Api api = await Plant.SignInAsync(product);
        await Until.TrueAsync("the incidents are those of the file", TimeSpan.FromSeconds(60), async () =>
        {
            Dictionary<string, JsonElement> live = await LiveAsync(api);
            return live.Keys.Order(StringComparer.Ordinal).SequenceEqual(expected.Keys.Order(StringComparer.Ordinal))
                && live.All(l => Same(expected[l.Key], l.Value));
        }, () => product.Said);
    }

    /// <summary>A leak that passes the ceiling and the short-term limit, and a stretch without data.</summary>
    private static double Ppm(int second) => second is >= 1200 and < 2700 ? 6 + (second % 11) : 0.3;

    private static async Task<Dictionary<string, JsonElement>> LiveAsync(Api api)
    {
        var found = new Dictionary<string, JsonElement>();
        foreach (JsonElement row in (await api.AllAsync("incidents")).Where(i => i.GetProperty("quantity").GetString() == "gas.h2s" && i.GetProperty("limit").GetString()!.Contains("h2s", StringComparison.Ordinal)))
            found.Add(row.GetProperty("limit").GetString()!, await api.GetAsync($"incidents/{row.GetProperty("id").GetInt32()}"));
        return found;
    }

    private static bool Same(JsonElement file, JsonElement live)
    {
        JsonElement verdict = live.GetProperty("verdict");
        List<(string, string?, double)> ofFile = [.. file.GetProperty("occurrences").EnumerateArray().Select(o => (Instant(o, "from")!, Instant(o, "to"), o.GetProperty("worst").GetDouble()))];
        List<(string, string?, double)> ofLive = [.. live.GetProperty("occurrences").EnumerateArray().Select(o => (Instant(o, "start")!, Instant(o, "end"), o.GetProperty("peak").GetDouble()))];
        double a = file.GetProperty("exposure").GetProperty("value").GetDouble();
        double b = verdict.GetProperty("exposure").GetProperty("value").GetDouble();
        return verdict.GetProperty("outcome").GetString() == "exceeded" && Math.Abs(a - b) <= 1e-9 * Math.Abs(a)
            && ofFile.Count == ofLive.Count && ofFile.Zip(ofLive).All(p => p.First.Item1 == p.Second.Item1 && p.First.Item2 == p.Second.Item2
                && Math.Abs(p.First.Item3 - p.Second.Item3) <= 1e-9 * Math.Abs(p.First.Item3));
    }

    private static string? Instant(JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null
        ? null
        : element.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
