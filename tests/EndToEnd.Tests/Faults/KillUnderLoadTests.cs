using System.Diagnostics;
using System.Globalization;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests.Faults;

/// <summary>
/// kill -9 of the product at random instants under a paced load. A few rounds at a rate that any machine bears; more of both
/// by hand: <c>K3_KILL_ROUNDS</c>, <c>K3_KILL_RATE</c> (messages a second), <c>K3_KILL_DEVICES</c>, and <c>K3_KILL_SEED</c>
/// to repeat a run.
/// </summary>
public sealed class KillUnderLoadTests(ITestOutputHelper output)
{
    /// <summary>A round is killed once the publishers gave out what so many seconds at the rate amount to, at most.</summary>
    private const int LongestSeconds = 5;

    /// <summary>Every so many rounds the product is killed once more while it starts, before it is ready.</summary>
    private const int StartKilledEvery = 4;

    private readonly int rounds = Settings.Whole("K3_KILL_ROUNDS", 10);
    private readonly int rate = Settings.Whole("K3_KILL_RATE", 2000);
    private readonly int seed = Settings.Whole("K3_KILL_SEED", Environment.TickCount & int.MaxValue);

    [Fact]
    public async Task Whatever_was_acknowledged_before_kill_9_is_in_the_store_afterwards_once_and_no_incident_is_there_twice()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-1), detectors: Settings.Whole("K3_KILL_DEVICES", 100));

        // Files are written every few seconds, so that kills fall into the writing and merging of files as well.
        string settings = scratch.Write("settings.yaml", "store: { flushMinutes: 0.1 }\njournal: { segmentMebibytes: 4 }\n");
        var fleet = new Fleet(plant.Devices, now.AddHours(-1).ToUnixTimeMilliseconds(), rate);
        var account = new FleetAccount(fleet);
        var random = new Random(seed);
        Ports ports = Ports.Free();
        Tell($"seed {seed}, {rounds} rounds, {rate} messages/s, {fleet.Devices.Count} devices");
        for (int round = 1; round <= rounds; round++)
        {
            if (round % StartKilledEvery == 0)
                await ProductProcess.KilledWhileStartingAsync(plant.Data, ports, TimeSpan.FromSeconds(0.2 + (2 * random.NextDouble())), "--config", settings);
            var start = Stopwatch.StartNew();
            await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports, "--config", settings);
            string ready = Seconds(start);
            string checkedNew = await CheckAsync(product, account.CheckNewAsync, account);
            await KillAsync(product, fleet, round, random, $"ready in {ready}; {checkedNew}");
        }

        await using ProductProcess last = await ProductProcess.RunAsync(plant.Data, ports, "--config", settings);
        string all = await CheckAsync(last, account.CheckAllAsync, account);
        Assert.Equal(0, fleet.Unexpected);
        Tell($"lost 0 of {fleet.Acknowledged} acknowledged, given out {fleet.Given}; at the end {all}");
    }

    private async Task KillAsync(ProductProcess product, Fleet fleet, int round, Random random, string before)
    {
        int killAfter = random.Next(rate / 10, rate * LongestSeconds);
        int breachAfter = Math.Max(0, killAfter - random.Next(rate));
        long acknowledged = fleet.Acknowledged;
        var connecting = Stopwatch.StartNew();
        await using FleetRun run = await fleet.PublishAsync(product);
        string connected = Seconds(connecting);
        List<NumberedPublisher> first = [.. fleet.Devices.Index().Where(d => d.Index * rounds / fleet.Devices.Count == round - 1).Select(d => d.Item)];
        try
        {
            // Some devices breach for the first time just before the kill, so that it meets the opening of incidents.
            await run.GivenAsync(breachAfter);
            first.ForEach(d => d.BeginToBreach());
            await run.GivenAsync(killAfter);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"only {run.Given} of {killAfter} could be given out\n{product.Said}");
        }

        TimeSpan after = run.Elapsed;
        long gaveOut = run.Given;
        await product.KillAsync();
        await run.DisposeAsync();
        Tell($"round {round}: {before}; connected in {connected}; killed after {after.TotalSeconds:0.00} s and {gaveOut} messages = {gaveOut / after.TotalSeconds:0}/s; acknowledged {fleet.Acknowledged - acknowledged} = {(fleet.Acknowledged - acknowledged) / after.TotalSeconds:0}/s; open {fleet.Given - fleet.Acknowledged}; first breach of {first.Count}; load {Load}");
    }

    private static async Task<string> CheckAsync(ProductProcess product, Func<ProductProcess, Api, Task<long>> check, FleetAccount account)
    {
        var watch = Stopwatch.StartNew();
        using Api api = await Plant.SignInAsync(product);
        long seen = await check(product, api);
        int incidents = await account.CheckIncidentsAsync(product, api);
        return string.Create(CultureInfo.InvariantCulture, $"checked {seen} samples and {incidents} incidents of the ceiling in {Seconds(watch)}");
    }

    private static string Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Seconds(Stopwatch watch) => string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.0} s");

    private void Tell(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
