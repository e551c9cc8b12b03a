using K3Monitor.FirmwareSim.Scenarios;
using K3Monitor.FirmwareSim.Scenarios.Reading;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class ScenarioFaultTests
{
    private const string Faulty = """
        name: Not A Slug
        title: Faults
        zone: Asia/Atlantis
        date: 2026-02-30
        start: "25:00"
        duration: 9 hours
        seed: -1
        sites:
          - id: one
            name: One
            colour: red
            plants:
              - {id: hall, name: Hall, kind: brewery}
              - {id: tanks, name: Tanks, kind: tank-area, volume: 0, ventilation: 1, co: 1, h2s: 0, o2: 20.6}
            devices:
              - {id: g-1, plant: nowhere, kind: gas, interval: 0, channels: [co, radon], model: m, serial: s, firmware: f, calibrated: 2026-01-01}
            events:
              - {kind: leak, plant: hall, at: 1m, for: 0s, flow: much}
              - {kind: party, at: 1m, for: 1m}
        """;

    [Fact]
    public void All_faults_are_reported_at_once_with_line_and_key()
    {
        var reading = ScenarioReader.Read(new StringReader(Faulty), "f.yaml");
        Assert.Null(reading.Scenario);
        (long, string)[] expected =
        [
            (1, "name"), (3, "zone"), (4, "date"), (5, "start"), (6, "duration"), (7, "seed"), (11, "sites[0].colour"),
            (13, "sites[0].plants[0].kind"), (14, "sites[0].plants[1].volume"), (16, "sites[0].devices[0].plant"),
            (16, "sites[0].devices[0].interval"), (16, "sites[0].devices[0].channels"), (16, "sites[0].devices[0].calibration_due"),
            (18, "sites[0].events[0].for"), (18, "sites[0].events[0].plant"), (18, "sites[0].events[0].flow"), (19, "sites[0].events[1].kind"),
        ];
        Assert.Equal(expected.Order(), reading.Faults.Select(f => (f.Line, f.Key)).Order());
        Assert.All(reading.Faults, f => Assert.StartsWith("f.yaml:", f.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a: [1, 2")]
    [InlineData("a: 1\na: 2")]
    [InlineData("- a list")]
    [InlineData("")]
    public void What_is_not_one_mapping_is_refused(string text)
    {
        var reading = ScenarioReader.Read(new StringReader(text), "f.yaml");
        Assert.Null(reading.Scenario);
        Assert.Single(reading.Faults);
    }

    [Fact]
    public void An_absent_file_is_a_fault() => Assert.Single(ShippedScenarios.Open("no-such.yaml").Faults);

    [Fact]
    public void Every_shipped_scenario_is_sound() =>
        Assert.All(ShippedScenarios.Names, name => Assert.Empty(ShippedScenarios.Open(name).Faults));

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("45m", 2700)]
    [InlineData("10s", 10)]
    [InlineData("", null)]
    [InlineData("1.5h", null)]
    [InlineData("30m1h", null)]
    public void Durations_are_read_as_people_write_them(string text, int? seconds) =>
        Assert.Equal(seconds, DurationText.TryParse(text, out var span) ? (int)span.TotalSeconds : null);
}
