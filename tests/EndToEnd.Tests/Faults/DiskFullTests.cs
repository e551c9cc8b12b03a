using System.Globalization;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests.Faults;

public sealed class DiskFullTests(ITestOutputHelper output)
{
    private const int Rate = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_and_the_health_page_says_why_and_with_room_again_all_goes_on_by_itself_and_nothing_is_lost()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var scratch = new Scratch();
        await using SmallDisk disk = await SmallDisk.MountAsync(scratch.At("data"), 96);
        Plant plant = await Plant.MakeAsync(scratch, now.AddHours(-1), detectors: 20);
        string settings = scratch.Write("settings.yaml", "store: { flushMinutes: 0.1 }\njournal: { segmentMebibytes: 1 }\n");
        var fleet = new Fleet(plant.Devices, now.AddHours(-1).ToUnixTimeMilliseconds(), Rate);
        var account = new FleetAccount(fleet);
        Ports ports = Ports.Free();
        await using (ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports, "--config", settings))
        {
            using Api api = await Plant.SignInAsync(product);
            await using FleetRun run = await fleet.PublishAsync(product);
            await run.MoreAsync(2000, () => product.Said);
            string health = await FullAsync(product, api, disk, fleet);
            long acknowledged = fleet.Acknowledged;
            foreach (NumberedPublisher device in fleet.Devices.Take(5))
                device.BeginToBreach();
            for (int i = 0; i < 20; i++)
                health = await api.TextAsync("/health");
            Assert.Equal(acknowledged, fleet.Acknowledged);
            disk.Empty();

            await run.MoreAsync(5000, () => product.Said);
            await run.DrainAsync(() => product.Said);
            await Until.TrueAsync("every part is healthy again", Patience, async () => (await api.AnyAsync("/health/ready")).Text.Contains("\"status\":\"healthy\"", StringComparison.OrdinalIgnoreCase), () => product.Said);
            long kept = await account.CheckNewAsync(product, api);
            int incidents = await account.CheckIncidentsAsync(product, api);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{acknowledged} acknowledged before, {fleet.Acknowledged} in the end, {kept} kept; {incidents} incidents; connections lost {fleet.Devices.Sum(d => d.Lost)}"));
            await product.KillAsync();
        }

        await using ProductProcess again = await ProductProcess.RunAsync(plant.Data, ports, "--config", settings);
        using Api later = await Plant.SignInAsync(again);
        Assert.Equal(fleet.Acknowledged, await account.CheckAllAsync(again, later));
        Assert.Equal(5, await account.CheckIncidentsAsync(again, later));
    }

    /// <summary>Fills the disk, and again what is freed meanwhile, until the health page names the disk and nothing is acknowledged any more.</summary>
    private static async Task<string> FullAsync(ProductProcess product, Api api, SmallDisk disk, Fleet fleet)
    {
        string page = "";
        int still = 0;
        long before = -1;
        await Until.TrueAsync("the health page says that the disk is full, and nothing is acknowledged", Patience, async () =>
        {
            disk.Fill();
            page = await api.TextAsync("/health");
            still = fleet.Acknowledged == before && page.Contains("No space left on device", StringComparison.Ordinal) ? still + 1 : 0;
            before = fleet.Acknowledged;
            return still >= 20;
        }, () => $"{still} times; {page}\n{product.Said}");
        return page;
    }
}
