using K3Monitor.App.Demo;
using K3Monitor.App.Tests.Support;
using K3Monitor.FirmwareSim.Scenarios;
using K3Monitor.Inspection.SiteFiles;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.App.Tests.Composition;

public sealed class DemoFactoryTests
{
    [Fact]
    public void Every_channel_of_the_simulated_factory_is_in_the_sample_site_and_measures_for_a_point()
    {
        SiteReading reading = SiteFileReader.Read(File.ReadAllText(Repository.File("docs", "examples", "site.yaml")), "site.yaml");
        Assert.Empty(reading.Faults);
        Scenario scenario = ShippedScenarios.Open("workday").Scenario!;
        foreach (ScenarioSite simulated in scenario.Sites)
        {
            SiteEntry site = Assert.Single(reading.File!.Sites, s => s.Slug == simulated.Id);
            var channels = site.Devices.SelectMany(d => d.Channels.Select(c => (d.Key, c.Name, c.Quantity.Id))).ToHashSet();
            var measured = site.Areas.SelectMany(a => a.Points).SelectMany(p => p.MeasuredBy).Select(m => (m.Device, m.Channel)).ToHashSet();
            Assert.All(
                simulated.Devices.SelectMany(d => d.Channels.Select(c => (d.Id, c))),
                d =>
                {
                    Assert.Contains((d.Id, d.c.Name, d.c.Quantity), channels);
                    Assert.Contains((d.Id, d.c.Name), measured);
                });
        }
    }

    [Fact]
    public void A_folder_that_was_played_in_goes_on_with_the_next_day()
    {
        using var folder = new TempFolder();
        Scenario scenario = ShippedScenarios.Open("workday").Scenario!;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 3, 0, 0, TimeSpan.Zero));
        DateTimeOffset first = DemoClock.Begin(folder.Path, scenario, clock);
        DateTimeOffset second = DemoClock.Begin(folder.Path, scenario, clock);
        Assert.Equal(TimeSpan.FromDays(1), second - first);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 23, 45, 0, TimeSpan.Zero), first);
    }
}
