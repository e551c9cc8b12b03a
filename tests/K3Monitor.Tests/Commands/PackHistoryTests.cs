using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.App.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.App.Tests.Commands;

/// <summary>Releases by two people, and a draft tried on stored history.</summary>
public sealed class PackHistoryTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Data => Path.Combine(folder.Path, "data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_pack_is_released_by_two_different_people()
    {
        await Command.RunAsync("users", "add", "siti", "--role", "Inspector", "--province", "ID-KR", "--data", Data);
        await Command.RunAsync("users", "add", "budi", "--role", "Administrator", "--data", Data);
        Command first = await ReleaseAsync("siti");
        Assert.Contains("released by 1; one more person", first.Output, StringComparison.Ordinal);
        Command again = await ReleaseAsync("siti");
        Assert.Equal(1, again.Code);
        Assert.Contains("another person must", again.Error, StringComparison.Ordinal);
        Assert.Contains("released by 2; from the next start", (await ReleaseAsync("budi")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_tells_who_would_be_in_breach_and_since_when_and_changes_nothing()
    {
        await Command.RunAsync("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", Data);
        await StoreAnHourOfGasAsync(0.7);
        string shipped = await File.ReadAllTextAsync(Repository.File("regulations", "id", "permenaker-11-2023.yaml"));
        string draft = folder.Write("draft.yaml", shipped.Replace("    value: 1\n", "    value: 0.5\n", StringComparison.Ordinal).Replace("edition: 2026-11-25", "edition: draft", StringComparison.Ordinal));
        Command run = await Command.RunAsync("packs", "dry-run", draft, "--from", "2026-11-25T00:00:00Z", "--to", "2026-11-25T09:00:00Z", "--data", Data);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("new   pt-baja-nusantara point", run.Output, StringComparison.Ordinal);
        Assert.Contains("id.permenaker-11-2023/h2s-ceiling since 2026-11-25T01:00:00Z", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 breaches, 1 of them new", run.Output, StringComparison.Ordinal);
        string same = folder.Write("same.yaml", shipped);
        Assert.Contains(" 0 breaches", (await Command.RunAsync("packs", "dry-run", same, "--from", "2026-11-25T00:00:00Z", "--to", "2026-11-25T09:00:00Z", "--data", Data)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Command.RunAsync("packs", "dry-run", same, "--from", "2026-01-01T00:00:00Z", "--to", "2026-11-25T09:00:00Z", "--data", Data)).Code);
    }

    private Task<Command> ReleaseAsync(string user) => Command.RunAsync("packs", "release", "id.permenaker-5-2018", "--as", user, "--data", Data);

    private async Task StoreAnHourOfGasAsync(double value)
    {
        var faults = new List<string>();
        Settings settings = Settings.Gather(null, new Dictionary<string, string?>(), [new("data", Data)], faults);
        Assert.Empty(faults);
        await Workbench.RunAsync(settings, async services =>
        {
            TopologySnapshot topology = await services.GetRequiredService<ITopologyRegistry>().GetAsync(CancellationToken.None);
            int channel = topology.Devices["pt-baja-nusantara/tk-gas-01"].Channels["h2s"].ChannelId;
            Instant start = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 1, 0, 0, TimeSpan.Zero));
            ChannelSample[] samples = [.. Enumerable.Range(0, 3600).Select(i => start + TimeSpan.FromSeconds(i)).Select(at => new ChannelSample(channel, new Sample(at, value, SampleFlags.None), ChannelSample.NoSequence, at))];
            ITelemetryStore store = services.GetRequiredService<ITelemetryStore>();
            await store.AppendAsync(samples, 1, CancellationToken.None);
            await store.FlushAsync(CancellationToken.None);
            return 0;
        }, folder => EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = folder.Telemetry }));
    }
}
