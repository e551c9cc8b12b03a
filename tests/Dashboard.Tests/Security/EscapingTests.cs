using K3Monitor.Dashboard.Pages.Quarantine;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Sites;

namespace K3Monitor.Dashboard.Tests.Security;

public sealed class EscapingTests
{
    private const string Attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    [Theory]
    [InlineData("/incidents")]
    [InlineData("/incidents/1")]
    [InlineData("/sites")]
    [InlineData("/sites/1")]
    [InlineData("/sites/1/gaps?from=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/devices")]
    [InlineData("/quarantine")]
    [InlineData("/incidents?q=%3Cscript%3Ealert(1)%3C/script%3E&from=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/quarantine?reason=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    public async Task Markup_in_names_payloads_and_addresses_stays_text(string path)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, areaName: Attack, note: Attack));
        host.Sites.All.Add(Some.Site(name: Attack, points: Some.Point() with { Name = Attack }));
        host.Sites.Devices.Add(new DeviceRow(1, "site-1", Attack, Attack, true, Some.Morning, true, [Attack]));
        host.Quarantine.All.Add(Some.Quarantined(1, Attack, Attack));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = await client.GetStringAsync(path);

        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_payload_is_shown_in_hexadecimal() => Assert.Equal("FF00FE", IndexModel.Readable(new byte[] { 0xFF, 0x00, 0xFE }));

    [Fact]
    public void Marks_that_turn_text_round_are_made_visible() => Assert.Equal("a\\u202eb\\u0007", IndexModel.Readable("a\u202Eb\u0007"u8.ToArray()));

    [Fact]
    public void A_long_payload_is_cut_and_says_so() => Assert.EndsWith(" …", IndexModel.Readable(Enumerable.Repeat((byte)65, 5000).ToArray()), StringComparison.Ordinal);
}
