using System.Net;
using System.Text.RegularExpressions;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Dashboard.Tests.Pages;

public sealed partial class IncidentListTests
{
    [Fact]
    public async Task A_row_shows_time_in_the_sites_zone_and_numbers_in_the_readers_culture()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, zone: "Asia/Makassar"));
        using HttpClient indonesian = await host.ClientAsync("inspector");
        using HttpClient english = await host.ClientAsync("inspector", "en");

        string id = await indonesian.GetStringAsync("/incidents");
        string en = await english.GetStringAsync("/incidents");

        Assert.Contains("24 Nov 2026 15.42 WITA", id, StringComparison.Ordinal);
        Assert.Contains("14,25 ppm", id, StringComparison.Ordinal);
        Assert.Contains("24 Nov 2026 15:42 WITA", en, StringComparison.Ordinal);
        Assert.Contains("14.25 ppm", en, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_filter_of_the_address_reaches_the_store_as_meant()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Sites.All.Add(Some.Site(id: 3));
        using HttpClient client = await host.ClientAsync("inspector");

        await client.GetStringAsync("/incidents?q=%20tangki&state=New&active=1&severity=High&kind=Ceiling&quantity=gas.h2s&site=3&province=ID-KR&from=2026-11-01&to=2026-11-02&verified=0&sort=Site&desc=0&p=2");

        (IncidentFilter filter, IncidentSort sort, bool descending, PageRequest page) = Assert.Single(host.Incidents.Asked);
        Assert.Equal(
            new IncidentFilter(
                "tangki", IncidentState.New, true, Severity.High, LimitKind.Ceiling, "gas.h2s", 3, "ID-KR",
                Instant.FromDateTimeOffset(new DateTimeOffset(2026, 10, 31, 17, 0, 0, TimeSpan.Zero)),
                Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 2, 17, 0, 0, TimeSpan.Zero)), false),
            filter);
        Assert.Equal((IncidentSort.Site, false, 2), (sort, descending, page.Number));
    }

    [Fact]
    public async Task A_day_that_cannot_be_read_is_said_and_never_guessed()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        string html = await client.GetStringAsync("/incidents?from=31-31-2026");

        Assert.Contains("tanggal tidak dapat dibaca", html, StringComparison.Ordinal);
        Assert.Null(Assert.Single(host.Incidents.Asked).Filter.From);
    }

    [Fact]
    public async Task Paging_and_sorting_are_links_that_keep_the_filter()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        for (int i = 1; i <= 30; i++)
            host.Incidents.Put(Some.Incident(i));
        using HttpClient client = await host.ClientAsync("inspector");

        string first = await client.GetStringAsync("/incidents?state=New");
        string next = WebUtility.HtmlDecode(NextLink().Match(first).Groups[1].Value);
        string second = await client.GetStringAsync(next);

        Assert.Contains("30 insiden ditemukan · halaman 1 dari 2", first, StringComparison.Ordinal);
        Assert.Equal("/incidents?state=New&p=2", next);
        Assert.Contains("INC-2026-00030", second, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-2026-00001", second, StringComparison.Ordinal);
        Assert.Contains("/incidents?state=New&amp;sort=Severity&amp;desc=1", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_enhanced_request_gets_the_list_alone()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");
        using HttpRequestMessage request = new(HttpMethod.Get, "/incidents");
        request.Headers.Add("HX-Request", "true");

        using HttpResponseMessage answer = await client.SendAsync(request);
        string html = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith("<section id=\"list\"", html.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("HX-Request", answer.Headers.Vary);
    }

    [Fact]
    public async Task Acknowledging_in_the_row_works_without_script_and_returns_to_the_same_list()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(
            client, "/incidents", "/incidents?handler=Acknowledge", new() { ["id"] = "1", ["returnUrl"] = "/incidents?state=New" });
        string after = await client.GetStringAsync("/incidents");

        Assert.Equal("/incidents?state=New", answer.Headers.Location!.OriginalString);
        Assert.Equal(["inspector acknowledged 1: "], host.Incidents.Acts);
        Assert.Contains("Tindakan dicatat.", after, StringComparison.Ordinal);
        Assert.Contains("Diakui", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_sees_no_button_and_cannot_act()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("auditor");

        string html = await client.GetStringAsync("/incidents");
        await DashboardHost.PostFormAsync(client, "/incidents", "/incidents?handler=Acknowledge", new() { ["id"] = "1" });

        Assert.DoesNotContain("handler=Acknowledge", html, StringComparison.Ordinal);
        Assert.Empty(host.Incidents.Acts);
        Assert.Contains("Peran Anda tidak memperbolehkannya", await client.GetStringAsync("/incidents"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_so()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector", "en");

        Assert.Contains("No incident in your scope matches these filters.", await client.GetStringAsync("/incidents"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_gives_a_page_without_the_inside()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Throws = new InvalidOperationException("secret of the inside");
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await client.GetAsync("/incidents");
        string html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Terjadi kesalahan pada kami", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex NextLink();
}
