using System.Text;
using System.Text.Json;
using K3Monitor.FirmwareSim.Running;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Tests;

/// <summary>A shipped scenario played without a network.</summary>
internal static class Play
{
    internal static Scenario Shipped(string name)
    {
        var reading = ShippedScenarios.Open(name);
        Assert.Empty(reading.Faults);
        return reading.Scenario!;
    }

    internal static string Text(Scenario scenario, long? seed = null) => string.Join('\n', MessageSource
        .All(scenario, seed ?? scenario.Seed, scenario.StartOn(scenario.Date))
        .Select(m => m.Topic + "\t" + Encoding.UTF8.GetString(m.Payload)));

    /// <summary>Minutes after the start and value of one channel of one device.</summary>
    internal static List<(double Minute, double Value)> Series(Scenario scenario, string device, string channel)
    {
        var start = scenario.StartOn(scenario.Date);
        var series = new List<(double, double)>();
        foreach (var message in MessageSource.All(scenario, scenario.Seed, start).Where(m => m.Topic.EndsWith(device + "/telemetry", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(message.Payload);
            var samples = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().ToArray() : [json.RootElement];
            series.AddRange(samples.Select(s => (
                (s.GetProperty("ts").GetInt64() - start.ToUnixTimeMilliseconds()) / 60_000.0,
                s.GetProperty("v").GetProperty(channel).GetDouble())));
        }

        return series;
    }
}
