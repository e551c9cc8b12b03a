using System.Net;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Sites;

namespace K3Monitor.Dashboard.Tests.Security;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("/incidents/2")]
    [InlineData("/sites/2")]
    [InlineData("/api/v1/incidents/2")]
    [InlineData("/api/v1/sites/2")]
    [InlineData("/sites/2/gaps")]
    [InlineData("/api/v1/sites/2/gaps")]
    [InlineData("/api/v1/points/99/gaps")]
    [InlineData("/devices/1")]
    [InlineData("/api/v1/devices/1")]
    [InlineData("/api/v1/points/99/samples")]
    [InlineData("/api/v1/points/99/samples?format=csv")]
    [InlineData("/api/v1/live?site=2")]
    public async Task What_lies_in_another_province_does_not_exist_for_the_reader(string path)
    {
        await using DashboardHost host = await HostAsync();
        foreach (string user in new[] { "inspector", "officer" })
        {
            using HttpClient client = await host.ClientAsync(user);
            using HttpResponseMessage answer = await client.GetAsync(path);
            string body = await answer.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Asing", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/incidents")]
    [InlineData("/sites")]
    [InlineData("/devices")]
    [InlineData("/quarantine")]
    [InlineData("/api/v1/incidents")]
    [InlineData("/api/v1/sites")]
    [InlineData("/api/v1/devices")]
    [InlineData("/api/v1/quarantine")]
    [InlineData("/api/v1/quarantine/counts")]
    public async Task No_list_or_count_shows_another_province(string path)
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("inspector");
        using HttpClient all = await host.ClientAsync("auditor");

        string own = await client.GetStringAsync(path);
        string whole = await all.GetStringAsync(path);

        Assert.DoesNotContain("asing", own, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("asing", whole, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Acting_on_what_is_out_of_scope_is_not_found_and_does_nothing()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage list = await DashboardHost.PostFormAsync(client, "/incidents/1", "/incidents?handler=Acknowledge", new() { ["id"] = "2" });
        using HttpResponseMessage page = await DashboardHost.PostFormAsync(client, "/incidents/1", "/incidents/2?handler=Close", new() { ["reason"] = "x" });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (list.StatusCode, page.StatusCode));
        Assert.Empty(host.Incidents.Acts);
    }

    [Fact]
    public async Task A_province_taken_away_is_gone_with_the_next_request()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("inspector");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/incidents/1")).StatusCode);

        host.Accounts.Users["inspector"] = Some.Inspector with { Provinces = [] };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/incidents/1")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_the_accounts_stamp_changes()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        host.Accounts.Stamp = "2";

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/incidents")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    private static async Task<DashboardHost> HostAsync()
    {
        DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        host.Incidents.Put(Some.Incident(2, province: "ID-JB", areaName: "Asing", siteId: 2));
        host.Sites.All.Add(Some.Site(1, points: Some.Point()));
        host.Sites.All.Add(Some.Site(2, "ID-JB", "PT Asing"));
        host.Sites.Devices.Add(new DeviceRow(1, "site-2", "asing-1", null, null, null, true, []));
        host.Quarantine.All.Add(Some.Quarantined(1, "x", "asing", "site-2"));
        return host;
    }
}
