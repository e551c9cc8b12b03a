using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;
using MQTTnet;

namespace K3Monitor.EndToEnd.Tests;

public sealed class KillUnderLoadTests(ITestOutputHelper output)
{
    private const int Detectors = 4;
    private const int LeastBeforeKill = 100;
    private const int MostBeforeKill = 2500;

    /// <summary>Rounds; <c>K3_KILL_ROUNDS</c> sets more, <c>K3_KILL_SEED</c> repeats a run.</summary>
    private static int Rounds => Setting("K3_KILL_ROUNDS") ?? 5;

    [Fact]
    public async Task Whatever_was_acknowledged_before_kill_9_is_in_the_store_afterwards_once_and_no_incident_is_there_twice()
    {
        int seed = Setting("K3_KILL_SEED") ?? Environment.TickCount;
        output.WriteLine($"seed {seed} (K3_KILL_SEED), {Rounds} rounds (K3_KILL_ROUNDS), {Detectors} devices");
        var random = new Random(seed);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-2), detectors: Detectors);
        long first = now.AddHours(-1).ToUnixTimeMilliseconds();
        List<NumberedDevice> devices = [.. plant.Devices.Select(d => new NumberedDevice(d, first))];
        Ports ports = Ports.Free();
        var checkedTo = new int[Detectors];

        for (int round = 1; round <= Rounds; round++)
        {
            var start = Stopwatch.StartNew();
            await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports);
            TimeSpan ready = start.Elapsed;
            await CheckAsync(product, devices, checkedTo);
            for (int i = 0; i < Detectors; i++)
                checkedTo[i] = devices[i].Sent;

            int killAfter = random.Next(LeastBeforeKill, MostBeforeKill);
            int before = devices.Sum(d => d.Acknowledged.Count);
            var load = Stopwatch.StartNew();
            await KillUnderLoadAsync(product, devices, killAfter);
            int acknowledged = devices.Sum(d => d.Acknowledged.Count);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: ready in {ready.TotalSeconds:0.0} s, killed at {killAfter} acknowledgements after {load.Elapsed.TotalSeconds:0.00} s; acknowledged {acknowledged - before}, in all {acknowledged}, sent {devices.Sum(d => d.Sent)}"));
        }

        await using ProductProcess last = await ProductProcess.RunAsync(plant.Data, ports);
        await CheckAsync(last, devices, new int[Detectors]);
        await IncidentsAsync(last, devices);
        output.WriteLine($"lost 0 of {devices.Sum(d => d.Acknowledged.Count)} acknowledged, none twice");
    }

    private static async Task KillUnderLoadAsync(ProductProcess product, List<NumberedDevice> devices, int killAfter)
    {
        // All are connected before the first publishes, so that no kill can fall into a connecting.
        List<IMqttClient> clients = [];
        foreach (NumberedDevice device in devices)
            clients.Add(await device.ConnectAsync(product.Ports.Mqtt));
        int acknowledged = 0;
        var now = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task publishing = Task.WhenAll(devices.Zip(clients, (d, c) => d.PublishUntilLostAsync(c, () =>
        {
            if (Interlocked.Increment(ref acknowledged) == killAfter)
                now.TrySetResult();
        })));
        Task first = await Task.WhenAny(now.Task, publishing, Task.Delay(TimeSpan.FromSeconds(60)));
        Assert.True(first == now.Task, $"only {acknowledged} of {killAfter} were acknowledged\n{publishing.Exception}\n{product.Said}");
        await product.KillAsync();
        await publishing;
        clients.ForEach(c => c.Dispose());
    }

    /// <summary>Every acknowledged sample from a number on is there with its value; nothing is there twice, nothing that was never sent.</summary>
    private static async Task CheckAsync(ProductProcess product, List<NumberedDevice> devices, int[] from)
    {
        using Api api = await Plant.SignInAsync(product);
        Dictionary<string, int> points = await RunningPlant.PointsAsync(api);
        for (int i = 0; i < devices.Count; i++)
        {
            NumberedDevice device = devices[i];
            HashSet<int> owed = [.. device.Acknowledged.Where(n => n >= from[i])];
            List<(long Time, double Value)> kept = [];
            await Until.TrueAsync($"all {owed.Count} acknowledged samples of {device.Name}", TimeSpan.FromSeconds(30), async () =>
            {
                kept = await Kept.SamplesAsync(api, points[device.Name], device.TimeOf(from[i]), device.TimeOf(device.Sent), NumberedDevice.Step);
                return owed.IsSubsetOf(kept.Select(k => device.NumberOf(k.Time)));
            }, () => $"missing: {string.Join(", ", owed.Except(kept.Select(k => device.NumberOf(k.Time))).Order().Take(20))}\n{product.Said}");
            Assert.Equal(kept.Count, kept.DistinctBy(k => k.Time).Count());
            Assert.All(kept, k => Assert.Equal(NumberedDevice.ValueOf(device.NumberOf(k.Time)), k.Value));
        }
    }

    private static async Task IncidentsAsync(ProductProcess product, List<NumberedDevice> devices)
    {
        using Api api = await Plant.SignInAsync(product);
        int breached = devices.Count(d => d.Acknowledged.Any(n => NumberedDevice.ValueOf(n) > 1));
        List<JsonElement> found = [];
        await Until.TrueAsync("an incident for each detector that saw a spike", TimeSpan.FromSeconds(30), async () =>
        {
            found = [.. (await api.AllAsync("incidents")).Where(i => i.GetProperty("limit").GetString() == "id.permenaker-11-2023/h2s-ceiling")];
            return found.Count >= breached;
        }, () => product.Said);
        Assert.Equal(found.Count, found.DistinctBy(i => i.GetProperty("point").GetString()).Count());
        Assert.Equal(found.Count, found.DistinctBy(i => i.GetProperty("number").GetString()).Count());
        Assert.True(breached > 0 && found.Count <= devices.Count, $"{breached} breached, {found.Count} incidents");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
