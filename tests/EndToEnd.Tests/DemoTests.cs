using System.Text.Json;
using System.Text.RegularExpressions;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests;

public sealed partial class DemoTests
{
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task The_demo_shows_gas_and_noise_ends_by_SIGTERM_and_starts_again_on_the_same_folder()
    {
        using var scratch = new Scratch();
        Ports ports = Ports.Free();
        await using (ProductProcess demo = await ProductProcess.DemoAsync(scratch.At("demo"), ports, "--speed", "300", "--seed", "7"))
        {
            Assert.Contains(demo.Address.ToString().TrimEnd('/'), demo.Said, StringComparison.Ordinal);
            using Api api = await SignInAsync(demo, "Inspector");
            await Until.TrueAsync("incidents of gas and of noise", TimeSpan.FromSeconds(60), async () =>
            {
                List<string?> quantities = [.. (await api.AllAsync("incidents")).Select(i => i.GetProperty("quantity").GetString())];
                return quantities.Contains("gas.h2s") && quantities.Exists(q => q?.StartsWith("sound.", StringComparison.Ordinal) == true);
            }, () => demo.Said);
            Assert.Contains("htmx", await api.TextAsync("/ui/vendor/htmx-4.0.1/htmx.min.js"), StringComparison.Ordinal);
            Assert.Equal(0, await demo.TerminateAsync(Stop));
        }

        await using ProductProcess again = await ProductProcess.DemoAsync(scratch.At("demo"), ports, "--speed", "300");
        foreach (string role in (string[])["Inspector", "SafetyOfficer", "Administrator", "Auditor"])
        {
            using Api api = await SignInAsync(again, role);
            Assert.NotEmpty(await api.AllAsync("incidents"));
        }

        using Api live = await SignInAsync(again, "Inspector");
        JsonElement site = (await live.AllAsync("sites"))[0];
        await Until.TrueAsync("the plant lives again", TimeSpan.FromSeconds(30), async () =>
            (await live.GetAsync($"sites/{site.GetProperty("id").GetInt32()}")).GetProperty("areas").EnumerateArray()
                .All(a => a.GetProperty("points").EnumerateArray().Any(p => p.GetProperty("value").ValueKind == JsonValueKind.Number)), () => again.Said);
        Assert.Equal(0, await again.TerminateAsync(Stop));
    }

    [Fact]
    public async Task The_demo_says_in_one_line_that_its_port_is_taken()
    {
        using var scratch = new Scratch();
        Ports ports = Ports.Free();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, ports.Http);
        taken.Start();
        Ended ended = await Programs.RunAsync("demo", "--data", scratch.At("demo"), "--http", $"http://127.0.0.1:{ports.Http}", "--mqtt-port", $"{ports.Mqtt}");
        Assert.Equal(1, ended.Code);
        Assert.Contains("address already in use", ended.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    /// <summary>Signs in with what the demo has printed.</summary>
    private static Task<Api> SignInAsync(ProductProcess demo, string role)
    {
        Match login = Login().Matches(demo.Said).Single(m => m.Groups[1].Value == role);
        return Api.SignInAsync(demo.Address, login.Groups[2].Value, login.Groups[3].Value);
    }

    [GeneratedRegex(@"^  (\w+) +(\S+) +(\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Login();
}
