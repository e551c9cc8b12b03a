using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Live;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Dashboard.Tests.Pages;

public sealed class LivePageTests
{
    [Fact]
    public async Task A_point_that_never_reported_is_said_so_and_has_no_colour_of_safety()
    {
        string html = await PageAsync(Some.Point(limits: Some.Limit(LimitKind.Ceiling)));

        Assert.Contains("data-state=\"never\" data-level=\"none\"", html, StringComparison.Ordinal);
        Assert.Contains("Belum pernah melapor", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 3, "live", "ok")]
    [InlineData(0, 0, 8.5, "live", "near")]
    [InlineData(0, 0, 10.5, "live", "over")]
    [InlineData(11, 11, 3, "live", "ok")]
    [InlineData(12, 12, 3, "silent", "none")]
    [InlineData(0, 60, 3, "late", "none")]
    public async Task State_and_level_follow_from_arrival_age_and_share(int receivedAgo, int measuredAgo, double value, string state, string level)
    {
        Instant received = Some.Morning - TimeSpan.FromSeconds(receivedAgo);
        Sample sample = new(Some.Morning - TimeSpan.FromSeconds(measuredAgo), value);

        string html = await PageAsync(Some.Point(last: sample, received: received, limits: Some.Limit(LimitKind.Ceiling)));

        Assert.Contains($"data-state=\"{state}\" data-level=\"{level}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newer_of_store_and_live_board_is_shown()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Sites.All.Add(Some.Site(points: Some.Point(last: new Sample(Some.Morning - TimeSpan.FromSeconds(9), 1), received: Some.Morning - TimeSpan.FromSeconds(9))));
        host.Live.Publish(new LiveValue(7, new Sample(Some.Morning - TimeSpan.FromSeconds(1), 2.5), Some.Morning));
        using HttpClient client = await host.ClientAsync("inspector");

        Assert.Contains("<b>2,5</b> ppm", await client.GetStringAsync("/sites/1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_of_a_simulation_is_said_on_every_page()
    {
        await using DashboardHost host = await DashboardHost.StartAsync(o => o with { ClockNote = "60×", ClockSpeed = 60 });
        host.Sites.All.Add(Some.Site(points: Some.Point()));
        using HttpClient client = await host.ClientAsync("inspector");

        Assert.Contains("jam pabrik berjalan 60×", await client.GetStringAsync("/incidents"), StringComparison.Ordinal);
        Assert.Contains("data-speed=\"60\"", await client.GetStringAsync("/sites/1"), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(Inspection.Sites.PointView point)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Sites.All.Add(Some.Site(points: point));
        using HttpClient client = await host.ClientAsync("inspector");
        return await client.GetStringAsync("/sites/1");
    }
}
