using System.Text.Json;
using K3Monitor.App.Tests.Support;

namespace K3Monitor.App.Tests.Commands;

/// <summary>Commands as a person types them. One class, one after the other: some read the standard input of the process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TextReader input = Console.In;

    public void Dispose()
    {
        Console.SetIn(input);
        folder.Dispose();
    }

    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("evaluate")]
    [InlineData("run", "--mqtt-port", "many")]
    [InlineData("demo", "--speed", "0")]
    [InlineData("devices", "add", "no-slash")]
    [InlineData("calc")]
    [InlineData("calc", "noise.nothing")]
    public async Task Wrong_use_ends_with_two_and_says_why(params string[] arguments)
    {
        Command command = await Command.RunAsync(arguments);
        Assert.Equal(2, command.Code);
        Assert.NotEmpty(command.Error);
        Assert.DoesNotContain("   at ", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_no_failure()
    {
        Command command = await Command.RunAsync("evaluate", "--help");
        Assert.Equal(0, command.Code);
        Assert.Contains("--shift", command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_cases_come_out_of_the_calculator_within_their_tolerance()
    {
        using JsonDocument cases = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.File("tests", "Rules.Tests", "data", "cases.json")));
        int asked = 0;
        foreach (JsonElement each in cases.RootElement.EnumerateArray().Where(c => c.GetProperty("tolerance").ValueKind == JsonValueKind.Number))
        {
            Console.SetIn(new StringReader(each.GetProperty("given").GetRawText()));
            Command command = await Command.RunAsync("calc", each.GetProperty("topic").GetString()!);
            Assert.True(command.Code == 0, each.GetProperty("id") + ": " + command.Error);
            using JsonDocument answer = JsonDocument.Parse(command.Output);
            double tolerance = each.GetProperty("tolerance").GetDouble();
            foreach (JsonProperty expected in each.GetProperty("expected").EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Number))
            {
                asked++;
                double got = answer.RootElement.GetProperty(expected.Name).GetDouble();
                Assert.True(Math.Abs(got - expected.Value.GetDouble()) <= tolerance + 1e-12, $"{each.GetProperty("id")} {expected.Name}: {got}");
            }
        }

        Assert.True(asked > 100, $"only {asked} figures were compared");
    }

    [Fact]
    public async Task A_calculation_that_cannot_be_done_names_every_key()
    {
        Console.SetIn(new StringReader("""{"periods":[{"level_dBA":"loud"}]}"""));
        Command command = await Command.RunAsync("calc", "noise.dose");
        Assert.Equal(1, command.Code);
        Assert.Contains("periods[0].level_dBA", command.Error, StringComparison.Ordinal);
        Assert.Contains("periods[0].hours", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_night_shift_is_judged_whole_across_midnight()
    {
        var lines = new List<string> { "time,gas.co" };
        var start = new DateTime(2026, 11, 24, 22, 0, 0);
        for (int minute = 0; minute < 480; minute++)
            lines.Add($"{start.AddMinutes(minute):yyyy-MM-dd HH:mm},{(minute < 120 ? 60 : minute < 240 ? 30 : 10)}");
        string file = folder.Write("night.csv", string.Join('\n', lines));
        Command command = await Command.RunAsync(
            "evaluate", "--pack", "id.permenaker-5-2018", "--input", file, "--zone", "Asia/Jayapura", "--shift", "22:00-06:00", "--format", "json");
        Assert.Equal((0, ""), (command.Code, command.Error));
        using JsonDocument answer = JsonDocument.Parse(command.Output);
        JsonElement verdict = answer.RootElement.GetProperty("verdicts").EnumerateArray().Single(v => v.GetProperty("shift").ValueKind == JsonValueKind.String);

        // (60 × 2 h + 30 × 2 h + 10 × 4 h) / 8 h = 27.5 ppm against 25.
        Assert.Equal("exceeded", verdict.GetProperty("verdict").GetString());
        Assert.Equal(27.5, verdict.GetProperty("exposure").GetProperty("value").GetDouble(), 6);
        Assert.Equal("2026-11-24T13:00:00Z", verdict.GetProperty("from").GetString());
        Assert.False(verdict.GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task Evaluate_takes_the_area_from_a_site_file()
    {
        string file = folder.Write("h2s.csv", "time,gas.h2s\n2026-11-25T01:00:00Z,0.2\n2026-11-25T01:00:01Z,3\n2026-11-25T01:00:02Z,0.2\n");
        string site = Repository.File("docs", "examples", "site.yaml");
        Command command = await Command.RunAsync("evaluate", "--input", file, "--site", site, "--area", "area-tangki");
        Assert.Equal(0, command.Code);
        Assert.Contains("EXCEEDED", command.Output, StringComparison.Ordinal);
        Command unknown = await Command.RunAsync("evaluate", "--input", file, "--site", site, "--area", "none");
        Assert.Contains("pt-baja-nusantara/area-tangki", unknown.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, unknown.Code);
    }

    [Fact]
    public async Task Packs_are_listed_shown_checked_and_compared()
    {
        Command list = await Command.RunAsync("packs", "list");
        Assert.Contains("id.permenaker-5-2018", list.Output, StringComparison.Ordinal);
        Assert.Contains("unverified", (await Command.RunAsync("packs", "show", "id.permenaker-5-2018")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Command.RunAsync("packs", "show", "none")).Code);
        string shipped = Repository.File("regulations", "id", "permenaker-5-2018.yaml");
        Assert.Equal(0, (await Command.RunAsync("packs", "validate", shipped)).Code);
        string changed = folder.Write("changed.yaml", (await File.ReadAllTextAsync(shipped)).Replace("value: 25\n", "value: 20\n", StringComparison.Ordinal));
        Command diff = await Command.RunAsync("packs", "diff", shipped, changed);
        Assert.Contains("+ id.permenaker-5-2018/", diff.Output, StringComparison.Ordinal);
        Assert.Contains("20 ppm", diff.Output, StringComparison.Ordinal);
        string broken = folder.Write("broken.yaml", "pack: x\nlimits:\n  - kind: wild\n");
        Command bad = await Command.RunAsync("packs", "validate", broken);
        Assert.Equal(1, bad.Code);
        Assert.True(bad.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length > 3, bad.Error);
    }

    [Fact]
    public async Task Sites_users_and_devices_are_made_from_the_command_line()
    {
        string data = Path.Combine(folder.Path, "data");
        Command import = await Command.RunAsync("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", data);
        Assert.Equal((0, ""), (import.Code, import.Error));
        Assert.Contains("pt-baja-nusantara/tk-gas-01,", import.Output, StringComparison.Ordinal);
        Assert.Contains("pt-baja-nusantara", (await Command.RunAsync("sites", "list", "--data", data)).Output, StringComparison.Ordinal);

        Command user = await Command.RunAsync("users", "add", "siti", "--role", "Inspector", "--province", "ID-KR", "--data", data);
        Assert.Equal(0, user.Code);
        Assert.StartsWith("siti,", user.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Command.RunAsync("users", "add", "siti", "--role", "Inspector", "--province", "ID-KR", "--data", data)).Code);
        Assert.Equal(0, (await Command.RunAsync("users", "disable", "siti", "--data", data)).Code);
        Assert.Contains("disabled", (await Command.RunAsync("users", "list", "--data", data)).Output, StringComparison.Ordinal);

        Assert.StartsWith("pt-baja-nusantara/new-01,", (await Command.RunAsync("devices", "add", "pt-baja-nusantara/new-01", "--data", data)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Command.RunAsync("devices", "credentials", "pt-baja-nusantara/none", "--data", data)).Code);
        Assert.StartsWith("pt-baja-nusantara/new-01,", (await Command.RunAsync("devices", "rotate", "pt-baja-nusantara/new-01", "--overlap", "24h", "--reason", "service", "--data", data)).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Command.RunAsync("devices", "rotate", "pt-baja-nusantara/new-01", "--overlap", "31d", "--data", data)).Code);
        Assert.Equal(1, (await Command.RunAsync("devices", "revoke", "pt-baja-nusantara/new-01", "--reason", " ", "--data", data)).Code);
        Assert.Equal(0, (await Command.RunAsync("devices", "revoke", "pt-baja-nusantara/new-01", "--data", data)).Code);
        Assert.Contains("no credentials", (await Command.RunAsync("devices", "list", "--data", data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_can_be_shown_and_secrets_are_hidden()
    {
        string file = folder.Write("k3.yaml", "mqtt:\n  certificatePassword: geheim\n");
        Command show = await Command.RunAsync("config", "show", "--config", file);
        Assert.DoesNotContain("geheim", show.Output, StringComparison.Ordinal);
        Assert.Contains("mqtt:certificatePassword = ********", show.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Command.RunAsync("config", "validate", "--config", folder.Write("bad.yaml", "x: 1\n"))).Code);
    }
}
