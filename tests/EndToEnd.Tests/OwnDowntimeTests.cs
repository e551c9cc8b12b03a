using System.Text.Json;
using System.Text.RegularExpressions;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests;

/// <summary>The product's own downtime is never charged to the factory.</summary>
public sealed partial class OwnDowntimeTests
{
    [Fact]
    public async Task Killed_in_the_middle_of_a_shift_the_hours_that_nobody_heard_are_no_incident_of_the_factory()
    {
        using var scratch = new Scratch();
        Ports ports = Ports.Free();
        DateTimeOffset first;
        await using (ProductProcess demo = await ProductProcess.DemoAsync(scratch.At("demo"), ports, "--speed", "300", "--seed", "7"))
        {
            using Api api = await SignInAsync(demo);
            first = await GasAsync(api, DateTimeOffset.MinValue, demo);
            await demo.KillAsync();
        }

        // The demo goes on with the next day: from the kill to the end of the first day's shift there are hours without data.
        await using ProductProcess again = await ProductProcess.DemoAsync(scratch.At("demo"), ports, "--speed", "300", "--seed", "7");
        using Api back = await SignInAsync(again);
        DateTimeOffset second = await GasAsync(back, first.AddHours(12), again);
        Assert.True(second - first > TimeSpan.FromHours(20));
        List<JsonElement> silent = [.. (await back.AllAsync("incidents"))
            .Where(i => i.GetProperty("kind").GetString() == "dataDuty" && !i.GetProperty("withdrawn").GetBoolean() && Start(i) < second.AddHours(-1))];
        Assert.True(silent.Count == 0, string.Join(Environment.NewLine, silent.Select(i => i.ToString())));

        // The point that was measured until the kill shows whose the gap is.
        int point = (await back.AllAsync("sites")) is [JsonElement site, ..]
            ? (await back.GetAsync($"sites/{site.GetProperty("id").GetInt32()}")).GetProperty("areas").EnumerateArray()
                .SelectMany(a => a.GetProperty("points").EnumerateArray()).First().GetProperty("id").GetInt32()
            : throw new InvalidOperationException("the demo has no site");
        JsonElement chart = await back.GetAsync($"points/{point}/samples?from={first.UtcDateTime:O}&to={first.UtcDateTime.AddHours(8):O}&points=100");
        Assert.Contains(chart.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("cause").GetString() == "own"
            && g.GetProperty("to").GetDateTimeOffset() - g.GetProperty("from").GetDateTimeOffset() > TimeSpan.FromHours(4));
    }

    /// <summary>When the gas leak of a day was found.</summary>
    private static Task<DateTimeOffset> GasAsync(Api api, DateTimeOffset after, ProductProcess demo) => Until.FoundAsync<DateTimeOffset>(
        "an incident of gas", TimeSpan.FromSeconds(90), async () => (await api.AllAsync("incidents"))
            .Where(i => i.GetProperty("quantity").GetString() == "gas.h2s" && i.GetProperty("kind").GetString() != "dataDuty" && Start(i) > after)
            .Select(i => (DateTimeOffset?)Start(i)).FirstOrDefault(), () => demo.Said);

    private static DateTimeOffset Start(JsonElement incident) => incident.GetProperty("breachStart").GetDateTimeOffset();

    private static Task<Api> SignInAsync(ProductProcess demo)
    {
        Match login = Login().Match(demo.Said);
        return Api.SignInAsync(demo.Address, login.Groups[1].Value, login.Groups[2].Value);
    }

    [GeneratedRegex(@"^  Inspector +(\S+) +(\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Login();
}
