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
        await using (ProductProcess demo = await ProductProcess.DemoAsync(scratch.At("demo"), ports, "--speed", "120", "--seed", "7"))
        {
            using Api api = await SignInAsync(demo);
            first = await GasAsync(api, DateTimeOffset.MinValue, demo);
            await demo.KillAsync();
        }

        // The demo goes on with the next day: from the kill to the end of the first day's shift there are hours without data.
        await using ProductProcess again = await ProductProcess.DemoAsync(scratch.At("demo"), ports, "--speed", "120", "--seed", "7");
        using Api back = await SignInAsync(again);
        DateTimeOffset second = await GasAsync(back, first.AddHours(12), again);
        Assert.True(second - first > TimeSpan.FromHours(20));

        // The point that was measured until the kill shows whose the gap is.
        JsonElement site = (await back.AllAsync("sites"))[0];
        int point = (await back.GetAsync($"sites/{site.GetProperty("id").GetInt32()}")).GetProperty("areas").EnumerateArray()
            .SelectMany(a => a.GetProperty("points").EnumerateArray()).First().GetProperty("id").GetInt32();
        JsonElement chart = await back.GetAsync($"points/{point}/samples?from={first.UtcDateTime:O}&to={first.UtcDateTime.AddHours(8):O}&points=100");
        // At this pace a moment in which the machine does something else is a standstill of our own too; the kill is the longest.
        JsonElement own = chart.GetProperty("gaps").EnumerateArray().Where(g => g.GetProperty("cause").GetString() == "own")
            .MaxBy(g => g.GetProperty("to").GetDateTimeOffset() - g.GetProperty("from").GetDateTimeOffset());
        DateTimeOffset died = own.GetProperty("from").GetDateTimeOffset();
        Assert.True(own.GetProperty("to").GetDateTimeOffset() - died > TimeSpan.FromHours(3), own.ToString());

        // On a slow machine the simulated devices fall behind the fast clock, and that is silence of theirs; the hours after the kill are not.
        double alive = (died - first).TotalMinutes + 30;
        List<JsonElement> charged = [.. (await back.AllAsync("incidents"))
            .Where(i => i.GetProperty("kind").GetString() == "dataDuty" && Start(i) < second.AddHours(-1) && i.GetProperty("peak").GetDouble() > alive)];
        Assert.True(charged.Count == 0, string.Join(Environment.NewLine, charged.Select(i => i.ToString())));
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
