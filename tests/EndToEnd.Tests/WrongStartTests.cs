using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests;

public sealed class WrongStartTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public async Task Wrong_settings_stop_the_start_and_every_one_is_named_with_line_and_what_is_allowed()
    {
        string config = scratch.Write("k3.yaml", "mqtt:\n  port: 70000\n  maxPacketBytes: 5\nlog:\n  level: Loud\nnonsense:\n  key: 1\n");
        string[] told = await RefusedAsync("run", "--data", scratch.At("data"), "--config", config);
        Assert.Collection(
            told,
            l => Assert.EndsWith("k3.yaml:2: mqtt:port: '70000' is not a whole number from 0 to 65535", l, StringComparison.Ordinal),
            l => Assert.EndsWith("k3.yaml:3: mqtt:maxPacketBytes: '5' is not a whole number from 1024 to 16777216", l, StringComparison.Ordinal),
            l => Assert.Contains("k3.yaml:5: log:level: 'Loud'", l, StringComparison.Ordinal),
            l => Assert.Contains("k3.yaml:7: nonsense:key", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_pack_stops_the_start_and_every_fault_is_named_with_line_and_key()
    {
        string shipped = Path.Combine(AppContext.BaseDirectory, "regulations", "id", "permenaker-11-2023.yaml");
        string pack = scratch.Write("pack.yaml", (await File.ReadAllTextAsync(shipped)).Replace("value: 23.5", "value: many", StringComparison.Ordinal).Replace("kind: ceiling", "kind: roof", StringComparison.Ordinal));
        string config = scratch.Write("k3.yaml", $"rules:\n  packs: [{pack}]\n");
        string[] told = await RefusedAsync("run", "--data", scratch.At("data"), "--config", config);
        Assert.All(told, l => Assert.Matches(@"pack\.yaml:\d+: limits\[\d\]\.", l));
        Assert.Single(told, l => l.Contains("limits[0].value: 'many'", StringComparison.Ordinal));
        Assert.Equal(3, told.Count(l => l.Contains(".kind: 'roof'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bad_site_file_stops_the_start_and_changes_nothing()
    {
        string site = scratch.Write("site.yaml", BadSite);
        string config = scratch.Write("k3.yaml", $"sites:\n  files: [{site}]\n");
        string[] told = await RefusedAsync("run", "--data", scratch.At("data"), "--config", config, "--mqtt-port", "0");
        Assert.Contains(told, l => l.Contains("site.yaml:6: sites[0].zone: 'Mars/Base'", StringComparison.Ordinal));
        Assert.Contains(told, l => l.Contains("site.yaml:7:", StringComparison.Ordinal) && l.Contains("'furlong'", StringComparison.Ordinal));
        Assert.Equal("", (await Programs.RunAsync("sites", "list", "--data", scratch.At("data"))).Succeeded().Trim());
    }

    [Fact]
    public async Task An_absent_site_file_and_an_absent_pack_are_named_together()
    {
        string config = scratch.Write("k3.yaml", "rules:\n  packs: [/nowhere/pack.yaml]\nsites:\n  files: [/nowhere/site.yaml]\n");
        string[] told = await RefusedAsync("run", "--data", scratch.At("data"), "--config", config);
        Assert.Contains(told, l => l.Contains("/nowhere/pack.yaml", StringComparison.Ordinal));
        Assert.Contains(told, l => l.Contains("/nowhere/site.yaml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run", "--nonsense")]
    [InlineData("demo", "--speed", "0")]
    [InlineData("devices", "add", "no-slash")]
    [InlineData("frobnicate")]
    public async Task Wrong_use_ends_with_2_and_says_where_help_is(params string[] arguments)
    {
        Ended ended = await Programs.RunAsync(arguments);
        Assert.Equal(2, ended.Code);
        Assert.Contains("--help", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Output.Trim());
    }

    public void Dispose() => scratch.Dispose();

    private const string BadSite = """
        company: { slug: uji, name: PT Uji }
        sites:
          - slug: pt-uji
            name: PT Uji
            province: ID-KR
            zone: Mars/Base
            devices: [{ key: gas-01, channels: [{ name: h2s, quantity: gas.h2s, unit: furlong }] }]
            areas: []
        """;

    /// <summary>Runs a command that must fail with exit code 1 and gives the lines of its error output.</summary>
    private static async Task<string[]> RefusedAsync(params string[] arguments)
    {
        Ended ended = await Programs.RunAsync(arguments);
        Assert.True(ended.Code == 1, $"exit {ended.Code}\n{ended.Output}\n{ended.Error}");
        Assert.DoesNotContain("ready", ended.Output, StringComparison.Ordinal);
        return ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
