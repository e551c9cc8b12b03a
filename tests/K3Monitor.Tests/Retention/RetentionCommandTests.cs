using System.Collections;
using System.Text.RegularExpressions;
using K3Monitor.App.Configuration;
using K3Monitor.App.Retention;
using K3Monitor.App.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Embedded;

namespace K3Monitor.App.Tests.Retention;

public sealed partial class RetentionCommandTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUnixMilliseconds(1_764_046_800_000);
    private readonly TempFolder folder = new();

    private string Data => Path.Combine(folder.Path, "data");

    private string Config => Path.Combine(folder.Path, "k3.yaml");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_a_running_product_the_command_shows_holds_removes_what_it_has_shown_and_an_export_says_so()
    {
        await File.WriteAllTextAsync(Config, "retention:\n  rawDays: 30\n  minuteDays: 0\n");
        Assert.Equal(0, (await Command.RunAsync("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", Data)).Code);
        await FillAsync();
        Command first = await RunAsync();
        Assert.Contains("to be rolled up first: 1 days from 2025-11-25 to 2025-11-25", first.Output, StringComparison.Ordinal);
        Assert.Contains("in all: 0 samples", first.Output, StringComparison.Ordinal);
        Assert.Contains("cannot tell when it will be full: 0 days of readings", first.Output, StringComparison.Ordinal);
        Assert.Contains("1 days rolled up, 0 samples removed", (await RunAsync("--apply")).Output, StringComparison.Ordinal);

        string shown = PlanOf(await RunAsync());
        Command wrong = await RunAsync("--apply", "--plan", new string('0', 64));
        Assert.Equal((1, "--plan: the plan has become another one; nothing was removed\n"), (wrong.Code, wrong.Error.ReplaceLineEndings("\n")));
        Assert.Equal("hold 1\n", (await Command.RunAsync(
            "retention", "hold", "--site", "pt-baja-nusantara", "--point", "pres-1-bunyi", "--from", "2025-11-25T00:00:00Z", "--to", "2025-11-25T01:00:00Z", "--reason", "perkara 12", "--data", Data)).Output.ReplaceLineEndings("\n"));
        Command held = await RunAsync();
        Assert.Contains("held by hold 1", held.Output, StringComparison.Ordinal);
        Assert.NotEqual(shown, PlanOf(held));
        Assert.Equal(0, (await Command.RunAsync("retention", "lift", "1", "--reason", "selesai", "--data", Data)).Code);

        Command applied = await RunAsync("--apply", "--plan", shown);
        Assert.True(applied.Code == 0, applied.Error);
        Assert.Contains("done; 0 days rolled up, ", applied.Output, StringComparison.Ordinal);
        Command export = await Command.RunAsync(
            "export", "samples", "--site", "pt-baja-nusantara", "--point", "pres-1-bunyi", "--from", "2025-11-25T12:00:00+07:00", "--to-time", "2025-11-25T05:00:04Z",
            "--to", Path.Combine(folder.Path, "out.csv"), "--data", Data);
        Assert.Contains("samples: 0\n", export.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("samples_removed_utc: 2025-11-25T05:00:00Z/2025-11-25T05:00:04Z", export.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_would_keep_what_is_coarse_for_less_than_what_is_fine_stop_the_start()
    {
        var faults = new List<string>();
        string file = folder.Write("bad.yaml", "retention:\n  rawDays: 3\n  time: \"25:00\"\n  zone: \"Mars/Olympus\"\nretentionQuantities:\n  - quantity: \"gas.h2s\"\n    rawDays: 90\n    minuteDays: 30\n  - quantity: \"gas.nothing\"\n");
        Settings settings = Settings.Gather(file, new Hashtable(), [], faults);
        Assert.Equal(2, faults.Count);
        Assert.Contains("retentionQuantities:0:rawDays: roll-ups of one minute", faults[0], StringComparison.Ordinal);
        Assert.Contains("there is no quantity 'gas.nothing'", faults[1], StringComparison.Ordinal);
        List<string> own = [.. RetentionSettings.Faults(settings)];
        Assert.Equal(3, own.Count);
        Assert.Contains("at least 7 days", own[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-25T19:29:59Z", "2026-11-24T19:30:00Z")]
    [InlineData("2026-11-25T19:30:00Z", "2026-11-25T19:30:00Z")]
    [InlineData("2026-11-26T03:00:00Z", "2026-11-25T19:30:00Z")]
    public void The_daily_run_is_due_at_the_time_of_the_zone(string now, string due)
    {
        var schedule = new RetentionSchedule(new TimeOnly(2, 30), TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"), Removes: true);
        Assert.Equal(due, schedule.LastDue(Instant.FromDateTimeOffset(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture))).ToString());
    }

    private Task<Command> RunAsync(params string[] more) => Command.RunAsync(["retention", "--data", Data, "--config", Config, .. more]);

    private static string PlanOf(Command command) => Plan().Match(command.Output).Groups[1].Value;

    private async Task FillAsync()
    {
        await using EmbeddedTelemetryStore store = EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = Path.Combine(Data, "telemetry") });
        ChannelSample[] all = [.. Enumerable.Range(1, 100).SelectMany(c => Enumerable.Range(0, 4).Select(s => new ChannelSample(c, new Sample(Noon + TimeSpan.FromSeconds(s), s), s, Noon)))];
        await store.AppendAsync(all, 1, TestContext.Current.CancellationToken);
        await store.FlushAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("plan: ([0-9a-f]{64})")]
    private static partial Regex Plan();
}
