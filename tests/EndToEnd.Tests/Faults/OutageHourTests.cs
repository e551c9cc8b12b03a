using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using K3Monitor.EndToEnd.Tests.Support;
using K3Monitor.Store.Tests.Telemetry.Influx;

namespace K3Monitor.EndToEnd.Tests.Faults;

/// <summary>
/// InfluxDB is away for an hour of a site's traffic, which is published faster than it was measured. A small site unless
/// <c>K3_OUTAGE_DEVICES</c> asks for more devices; each gives one sample a second.
/// </summary>
public sealed partial class OutageHourTests(InfluxServer influx, ITestOutputHelper output) : IClassFixture<InfluxServer>
{
    private const int Seconds = 3600;
    private const int TimesFaster = 100;

    /// <summary>So much of the hour is acknowledged before any of what follows is published.</summary>
    private const int SliceSeconds = 600;
    private const string Database = "pabrik";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly int devices = Settings.Whole("K3_OUTAGE_DEVICES", 20);

    [Fact]
    public async Task An_hour_of_a_site_that_InfluxDB_missed_is_acknowledged_judged_and_then_drained_oldest_first_with_its_progress_visible()
    {
        await influx.KillAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        long first = now.AddSeconds(-Seconds).ToUnixTimeMilliseconds() / 1000 * 1000;
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddSeconds(-Seconds), detectors: devices);
        string config = scratch.Write("k3.yaml", $"store:\n  kind: influxdb\ninflux:\n  url: {influx.Url.AbsoluteUri.TrimEnd('/')}\n  database: {Database}\n");
        var fleet = new Fleet(plant.Devices, first, devices * TimesFaster, step: 1000);
        var account = new FleetAccount(fleet);
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, Ports.Free(), "--config", config);
        using Api api = await Plant.SignInAsync(product);
        fleet.Devices[0].BeginToBreach();

        long all = (long)devices * Seconds;
        for (int slice = 1; slice <= Seconds / SliceSeconds; slice++)
        {
            await using FleetRun run = await fleet.PublishAsync(product, (long)devices * SliceSeconds);
            await run.GivenAsync((long)devices * SliceSeconds);
            await run.DrainAsync(() => product.Said);
            Tell($"{fleet.Acknowledged} samples of {devices} devices acknowledged with the store away, the last {run.Given} in {run.Elapsed.TotalSeconds:0.0} s");
        }

        await Until.TrueAsync("the health page says how much waits", Patience, async () =>
            Waiting().Match(await api.TextAsync("/health")) is { Success: true } waits && waits.Groups[1].Value == all.ToString(CultureInfo.InvariantCulture), () => product.Said);
        Assert.Equal(1, await account.CheckIncidentsAsync(product, api));
        Assert.Equal(all, await BehindAsync(api));

        await influx.StartAsync();
        await DrainAsync(product, api, first, all);
        Assert.Equal(0, await BehindAsync(api));
        Assert.Equal(all, await account.CheckAllAsync(product, api));
        Assert.Equal(1, await account.CheckIncidentsAsync(product, api));
    }

    /// <summary>Looks on while the back-log drains: at every look, what was published before the newest stored sample's slice is there whole.</summary>
    private async Task DrainAsync(ProductProcess product, Api api, long first, long all)
    {
        var watch = Stopwatch.StartNew();
        string health = "";
        await Until.TrueAsync("the store is whole again", Patience, async () =>
        {
            (long stored, long newest) = await StoredAsync($"time >= {first}ms");

            // Devices publish side by side, so within a slice one may be ahead of another; all slices before are whole.
            long whole = stored > 0 ? (newest - first) / 1000 / SliceSeconds * SliceSeconds : 0;
            if (whole > 0)
                Assert.Equal(whole * devices, (await StoredAsync($"time >= {first}ms AND time < {first + (whole * 1000)}ms")).Count);

            health = await api.TextAsync("/health");
            string said = Waiting().Match(health) is { Success: true } waits ? $"{waits.Groups[1].Value} samples, {waits.Groups[2].Value} bytes wait" : "following";
            Tell($"{watch.Elapsed.TotalSeconds:0.0} s: {stored} stored, the newest of second {(newest - first) / 1000}; accepted - stored {await BehindAsync(api):0}; the health page: {said}");
            return stored == all && !health.Contains("away since", StringComparison.Ordinal);
        }, () => health + "\n" + product.Said);
    }

    /// <summary>How many samples the server has, and the time of the newest of them in epoch milliseconds.</summary>
    private async Task<(long Count, long Newest)> StoredAsync(string where)
    {
        using JsonDocument answer = JsonDocument.Parse(await influx.AskAsync(Database, $"SELECT count(value) FROM k3_samples WHERE {where}; SELECT last(value) FROM k3_samples WHERE {where}"));
        JsonElement[] results = [.. answer.RootElement.GetProperty("results").EnumerateArray()];
        if (results.Length < 2 || !results[0].TryGetProperty("series", out JsonElement counted) || !results[1].TryGetProperty("series", out JsonElement last))
            return (0, 0);
        return (counted[0].GetProperty("values")[0][1].GetInt64(), last[0].GetProperty("values")[0][0].GetDateTimeOffset().ToUnixTimeMilliseconds());
    }

    private static async Task<double> BehindAsync(Api api)
    {
        string[] lines = (await api.TextAsync("/metrics")).Split('\n');
        return Figure("k3_samples_accepted") - Figure("k3_samples_stored");

        double Figure(string name) => lines.FirstOrDefault(l => l.StartsWith($"k3monitor_ingest_{name} ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture) : 0;
    }

    private void Tell(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("([0-9]+) samples taken since the start and ([0-9]+) bytes of the journal wait")]
    private static partial Regex Waiting();
}
