using System.Net;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Sites;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Dashboard.Tests.Pages;

public sealed class RenderingTests
{
    [Theory]
    [InlineData("/incidents", "id", "inspector", "Insiden")]
    [InlineData("/incidents", "en", "inspector", "Incidents")]
    [InlineData("/incidents/1", "id", "inspector", "Bukti pengukuran")]
    [InlineData("/incidents/1", "en", "officer", "Measured evidence")]
    [InlineData("/sites", "id", "officer", "Tempat kerja")]
    [InlineData("/sites/1", "en", "officer", "Confined space")]
    [InlineData("/sites/1", "id", "inspector", "Ruang terbatas")]
    [InlineData("/sites/1/gaps?from=2026-11-20&to=2026-11-25", "id", "officer", "200 di jalur, daya, atau jaringan")]
    [InlineData("/sites/1/gaps?from=sometime", "en", "inspector", "Missing data")]
    [InlineData("/devices", "en", "inspector", "Last heard")]
    [InlineData("/quarantine", "id", "officer", "Karantina")]
    [InlineData("/health", "en", "admin", "Counters")]
    [InlineData("/help", "id", "officer", "Arti istilah")]
    [InlineData("/calculators", "id", "officer", "Getaran seluruh tubuh harian A(8)")]
    [InlineData("/calculators/noise.dose", "en", "inspector", "Formula and source")]
    [InlineData("/reference", "en", "inspector", "API reference")]
    public async Task Every_page_is_drawn_in_the_readers_language(string page, string language, string user, string expected)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Sites.All.Add(Some.Site(points: Some.Point(limits: Some.Limit(LimitKind.Ceiling))));
        host.Incidents.Put(Some.Incident(1));
        host.Sites.Devices.Add(new DeviceRow(1, "site-1", "gas-1", null, null, null, true, ["h2s"]));
        using HttpClient client = await host.ClientAsync(user, language);

        HttpResponseMessage answer = await client.GetAsync(page);
        string html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
    }
}
