using K3Monitor.EndToEnd.Tests.Support;
using MQTTnet;

namespace K3Monitor.EndToEnd.Tests;

public sealed class BackupBesideTests
{
    private const int Detectors = 2;
    private const int BeforeBackup = 3000;

    [Fact]
    public async Task A_backup_made_beside_a_busy_product_starts_elsewhere_with_every_sample_and_incident_that_was_there_when_it_began()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-2), detectors: Detectors);
        long first = now.AddHours(-1).ToUnixTimeMilliseconds();
        List<NumberedDevice> devices = [.. plant.Devices.Select(d => new NumberedDevice(d, first))];
        string archive = scratch.At("backup.tar");
        string settings = scratch.Write("settings.yaml", "store: { flushMinutes: 0.1 }\njournal: { segmentMebibytes: 1 }\n");
        List<HashSet<int>> owed;
        List<string> incidents;
        await using (ProductProcess product = await ProductProcess.RunAsync(plant.Data, Ports.Free(), "--config", settings))
        {
            using Api api = await Plant.SignInAsync(product);
            int acknowledged = 0;
            List<IMqttClient> clients = [];
            foreach (NumberedDevice device in devices)
                clients.Add(await device.ConnectAsync(product.Ports.Mqtt));
            Task publishing = Task.WhenAll(devices.Zip(clients, (d, c) => d.PublishUntilLostAsync(c, () => Interlocked.Increment(ref acknowledged))));
            incidents = [];
            await Until.TrueAsync("enough acknowledged, an incident for each detector, files written", TimeSpan.FromSeconds(120), async () =>
            {
                incidents = await IncidentsAsync(api);
                return Volatile.Read(ref acknowledged) >= BeforeBackup && incidents.Count >= Detectors && Directory.EnumerateFiles(plant.Data, "*.parquet", SearchOption.AllDirectories).Any();
            }, () => product.Said);
            owed = [.. devices.Select(d => d.Acknowledged.ToHashSet())];
            (await Programs.RunAsync("backup", "--to", archive, "--data", plant.Data)).Succeeded();
            Assert.False(publishing.IsCompleted, product.Said);
            await product.KillAsync();
            await publishing;
            clients.ForEach(c => c.Dispose());
        }

        string elsewhere = scratch.At("elsewhere");
        (await Programs.RunAsync("restore", "--from", archive, "--data", elsewhere)).Succeeded();
        await using ProductProcess restored = await ProductProcess.RunAsync(elsewhere, Ports.Free());
        using Api back = await Plant.SignInAsync(restored);
        Dictionary<string, int> points = await RunningPlant.PointsAsync(back);
        for (int i = 0; i < devices.Count; i++)
        {
            NumberedDevice device = devices[i];
            List<(long Time, double Value)> kept = [];
            await Until.TrueAsync($"all {owed[i].Count} samples of {device.Name}", TimeSpan.FromSeconds(60), async () =>
            {
                kept = await Kept.SamplesAsync(back, points[device.Name], device.TimeOf(0), device.TimeOf(device.Sent), NumberedDevice.Step);
                return owed[i].IsSubsetOf(kept.Select(k => device.NumberOf(k.Time)));
            }, () => restored.Said);
            Assert.Equal(kept.Count, kept.DistinctBy(k => k.Time).Count());
            Assert.All(kept, k => Assert.Equal(NumberedDevice.ValueOf(device.NumberOf(k.Time)), k.Value));
        }

        Assert.Equal(incidents, await IncidentsAsync(back));
    }

    private static async Task<List<string>> IncidentsAsync(Api api) =>
        [.. (await api.AllAsync("incidents")).Where(i => i.GetProperty("limit").GetString() == "id.permenaker-11-2023/h2s-ceiling")
            .Select(i => $"{i.GetProperty("id").GetInt32()} {i.GetProperty("number").GetString()} {i.GetProperty("point").GetString()} {i.GetProperty("breachStart").GetString()}").Order(StringComparer.Ordinal)];
}
