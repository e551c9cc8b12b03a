using System.Text.Json;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.App.Evaluation.Rejudging;
using K3Monitor.App.Tests.Support;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Topology;
using K3Monitor.Inspection.Verdicts;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational.OwnLife;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.App.Tests.Commands;

/// <summary>History judged again, beside the record.</summary>
public sealed class RejudgeTests : IDisposable
{
    private static readonly Instant Start = Instant.FromDateTimeOffset(new DateTimeOffset(2025, 11, 25, 1, 0, 0, TimeSpan.Zero));
    private static readonly string[] Span = ["--from", "2025-11-24T00:00:00Z", "--to", "2025-11-27T00:00:00Z"];

    private readonly TempFolder folder = new();

    private string Data => Path.Combine(folder.Path, "data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_the_record_has_otherwise_is_shown_and_nothing_is_changed()
    {
        await Command.RunAsync("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", Data);
        await StoreAnHourOfGasAsync(0.7);
        await RecordAsJudgedAsync();

        JsonElement same = await RejudgeAsync();
        Assert.Equal(0, same.GetProperty("differences").GetArrayLength());
        Assert.True(same.GetProperty("same").GetInt32() > 0);

        string shipped = await File.ReadAllTextAsync(Repository.File("regulations", "id", "permenaker-11-2023.yaml"));
        string draft = folder.Write("draft.yaml", shipped.Replace("    value: 1\n", "    value: 0.5\n", StringComparison.Ordinal).Replace("edition: 2026-11-25", "edition: draft", StringComparison.Ordinal));
        JsonElement other = Assert.Single((await RejudgeAsync("--pack", draft)).GetProperty("differences").EnumerateArray().ToList(), d => d.GetProperty("kind").GetString() == "Outcome");
        Assert.Equal("id.permenaker-11-2023/h2s-ceiling", other.GetProperty("limit").GetString());
        Assert.Equal(("draft", "Exceeded"), (other.GetProperty("again").GetProperty("edition").GetString(), other.GetProperty("again").GetProperty("outcome").GetString()));
        Assert.Equal(0, (await RejudgeAsync()).GetProperty("differences").GetArrayLength());
    }

    [Fact]
    public async Task Time_in_which_we_could_not_receive_is_a_gap_of_our_own()
    {
        await Command.RunAsync("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", Data);
        await StoreAnHourOfGasAsync(0.2);
        await RecordAsJudgedAsync();
        await WithServicesAsync(async services =>
        {
            IOwnLife life = services.GetRequiredService<IOwnLife>();
            life.Missed(new OwnOutage(new TimeRange(Start + TimeSpan.FromHours(1), Start + TimeSpan.FromHours(3)), OutageCause.Stopped));
            await life.AliveAsync(Start + TimeSpan.FromHours(3), stopped: false, CancellationToken.None);
        });

        JsonElement[] differences = [.. (await RejudgeAsync()).GetProperty("differences").EnumerateArray()];

        Assert.Contains(differences, d => d.GetProperty("again").GetProperty("reasons").GetString()!.Contains("OwnOutage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_span_without_a_zone_is_refused_with_the_option()
    {
        Command wrong = await Command.RunAsync("rejudge", "--from", "2025-11-24T00:00:00", "--to", "2025-11-27T00:00:00Z", "--data", Data);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--from: '2025-11-24T00:00:00'", wrong.Error, StringComparison.Ordinal);
    }

    private async Task<JsonElement> RejudgeAsync(params string[] more)
    {
        Command run = await Command.RunAsync(["rejudge", .. Span, "--format", "json", "--data", Data, .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Output).RootElement;
    }

    // The record as a product that ran all the time would have it: what judging gives, put in through the register.
    private Task RecordAsJudgedAsync() => WithServicesAsync(async services =>
    {
        var sources = new RejudgingSources(
            services.GetRequiredService<ITopologyRegistry>(), services.GetRequiredService<ITelemetryStore>(), services.GetRequiredService<IOwnLife>(), services.GetRequiredService<IVerdictRecord>());
        PackFiles packs = PackFiles.Load([]);
        Rejudgement judged = await new RejudgingJob(sources, new LaneOptions()).RunAsync(
            packs.Packs, new TimeRange(Start - TimeSpan.FromHours(25), Start + TimeSpan.FromHours(47)), Start + TimeSpan.FromDays(30), (_, _) => true, (_, _) => { }, CancellationToken.None);
        Verdict[] verdicts = [.. judged.Differences.Select(d => d.Again!)];
        Assert.All(judged.Differences, d => Assert.Equal(RejudgedDifference.NotRecorded, d.Kind));
        Assert.NotEmpty(verdicts);
        await services.GetRequiredService<IIncidentRegister>().ApplyAsync([], verdicts, CancellationToken.None);
    });

    private Task StoreAnHourOfGasAsync(double value) => WithServicesAsync(async services =>
    {
        TopologySnapshot topology = await services.GetRequiredService<ITopologyRegistry>().GetAsync(CancellationToken.None);
        int channel = topology.Devices["pt-baja-nusantara/tk-gas-01"].Channels["h2s"].ChannelId;
        ChannelSample[] samples = [.. Enumerable.Range(0, 3600).Select(i => Start + TimeSpan.FromSeconds(i)).Select(at => new ChannelSample(channel, new Sample(at, value, SampleFlags.None), ChannelSample.NoSequence, at))];
        ITelemetryStore store = services.GetRequiredService<ITelemetryStore>();
        await store.AppendAsync(samples, 1, CancellationToken.None);
        await store.FlushAsync(CancellationToken.None);
    });

    private async Task WithServicesAsync(Func<IServiceProvider, Task> act)
    {
        var faults = new List<string>();
        Settings settings = Settings.Gather(null, new Dictionary<string, string?>(), [new("data", Data)], faults);
        Assert.Empty(faults);
        await Workbench.RunAsync(settings, async services =>
        {
            await act(services);
            return 0;
        }, folder => EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = folder.Telemetry }));
    }
}
