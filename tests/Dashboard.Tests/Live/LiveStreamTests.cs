using System.Net.ServerSentEvents;
using System.Text.Json;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Live;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Dashboard.Tests.Live;

public sealed class LiveStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task An_open_page_hears_of_values_of_its_site_and_of_no_other()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("inspector");
        await using Stream stream = await client.GetStreamAsync("/api/v1/live?site=1");
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        await NextAsync(events, "hello");

        host.Live.Publish(new LiveValue(8, new Sample(Some.Morning, 99), Some.Morning));
        host.Live.Publish(new LiveValue(7, new Sample(Some.Morning, 12.5), Some.Morning));
        JsonElement data = await NextAsync(events, "values");

        JsonElement value = Assert.Single(data.GetProperty("values").EnumerateArray());
        Assert.Equal((7, 12.5, 1.25, "live"), (value.GetProperty("point").GetInt32(), value.GetProperty("value").GetDouble(), value.GetProperty("share").GetDouble(), value.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task The_first_event_holds_the_present_and_the_plants_clock()
    {
        await using DashboardHost host = await HostAsync();
        host.Live.Publish(new LiveValue(7, new Sample(Some.Morning, 3), Some.Morning));
        using HttpClient client = await host.ClientAsync("inspector");
        await using Stream stream = await client.GetStreamAsync("/api/v1/live?site=1");
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        JsonElement data = await NextAsync(events, "hello");

        Assert.Equal("2026-11-24T07:41:00+00:00", data.GetProperty("now").GetString());
        Assert.Equal(3, Assert.Single(data.GetProperty("values").EnumerateArray()).GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task News_of_incidents_reaches_those_whose_scope_holds_them()
    {
        await using DashboardHost host = await HostAsync();
        host.Incidents.Put(Some.Incident(1));
        host.Incidents.Put(Some.Incident(2, province: "ID-JB"));
        using HttpClient client = await host.ClientAsync("inspector");
        await using Stream stream = await client.GetStreamAsync("/api/v1/live");
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        await NextAsync(events, "hello");

        host.Incidents.Announce(2, 1);
        JsonElement data = await NextAsync(events, "incidents");

        Assert.Equal([1], data.GetProperty("incidents").EnumerateArray().Select(i => i.GetInt32()));
    }

    [Fact]
    public async Task A_quiet_stream_beats()
    {
        TimedProvider wall = new(Some.Morning.ToDateTimeOffset(), Heartbeat);
        await using DashboardHost host = await HostAsync(wall);
        using HttpClient client = await host.ClientAsync("inspector");
        await using Stream stream = await client.GetStreamAsync("/api/v1/live?site=1");
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        await NextAsync(events, "hello");

        Task<JsonElement> beat = NextAsync(events, "beat");
        // The server sets its timer at its own moment.
        await wall.Set.WaitAsync(Patience);
        wall.Advance(Heartbeat);

        Assert.Equal(JsonValueKind.Null, (await beat).GetProperty("values").ValueKind);
    }

    [Fact]
    public async Task Stopping_the_application_ends_open_streams_at_once()
    {
        DashboardHost host = await HostAsync();
        try
        {
            using HttpClient client = await host.ClientAsync("inspector");
            await using Stream stream = await client.GetStreamAsync("/api/v1/live?site=1");
            await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
            await NextAsync(events, "hello");
            Assert.Equal(1, host.Live.Subscribers);

            // The host's own patience is 30 s: within ten, it was the stream that ended.
            await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

            Assert.Equal(0, host.Live.Subscribers);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static async Task<DashboardHost> HostAsync(TimeProvider? wall = null)
    {
        DashboardHost host = await DashboardHost.StartAsync(wall: wall);
        host.Sites.All.Add(Some.Site(1, points: Some.Point(limits: Some.Limit(LimitKind.Ceiling))));
        return host;
    }

    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<SseItem<string>> events, string name)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(name, events.Current.EventType);
        return JsonDocument.Parse(events.Current.Data).RootElement;
    }
}
