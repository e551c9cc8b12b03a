using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;

namespace K3Monitor.Dashboard.Tests.Pages;

/// <summary>Names of the field that nobody has claimed, on their pages and by the API.</summary>
public sealed class UnclaimedPageTests
{
    private const string Page = "/unclaimed/claim?source=pabrik&external=room1%2FBME680";

    [Fact]
    public async Task A_safety_officer_claims_a_name_by_a_plain_form_that_shows_what_its_messages_hold()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("officer", "en");
        Assert.Contains("room1/BME680", await client.GetStringAsync("/unclaimed"), StringComparison.Ordinal);
        string page = await client.GetStringAsync(Page);
        Assert.Contains("23.2 °C", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("/unclaimed/claim?source=pabrik&external=room1\"", WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(client, Page, Page, new()
        {
            ["site"] = "site-1",
            ["device"] = "papan-1",
            ["c0.external"] = "Temperature",
            ["c0.quantity"] = "heat.ta",
            ["c0.unit"] = "",
            ["c0.point"] = "7",
            ["reason"] = "press shop",
        });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("1 messages taken, 2 samples", await client.GetStringAsync("/unclaimed"), StringComparison.Ordinal);
        Claim claim = Assert.Single(host.Unclaimed.Claimed);
        Assert.Equal(("pabrik", "room1/BME680", "site-1", "papan-1"), (claim.Source, claim.External, claim.SiteSlug, claim.DeviceKey));
        Assert.Equal(new ClaimedChannel("Temperature", null, QuantityCatalogue.DryBulb, null, 7), Assert.Single(claim.Channels));
    }

    [Fact]
    public async Task Who_may_not_claim_sees_no_form_and_a_form_without_a_channel_says_so()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient inspector = await host.ClientAsync("inspector");
        Assert.DoesNotContain("c0.quantity", await inspector.GetStringAsync(Page), StringComparison.Ordinal);
        using HttpClient officer = await host.ClientAsync("officer");
        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(officer, Page, Page, new() { ["site"] = "site-1", ["device"] = "papan-1", ["reason"] = "x" });
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Unclaimed.Claimed);
    }

    [Fact]
    public async Task The_API_lists_names_and_arranges_a_device_for_the_field()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("officer");
        JsonElement names = await client.GetFromJsonAsync<JsonElement>("/api/v1/unclaimed");
        Assert.Equal("room1/BME680", names.GetProperty("items")[0].GetProperty("external").GetString());
        JsonElement messages = await client.GetFromJsonAsync<JsonElement>("/api/v1/unclaimed/messages?source=pabrik&external=room1");
        Assert.Equal("23.2", messages.GetProperty("items")[0].GetProperty("values")[0].GetProperty("value").GetString());

        using HttpResponseMessage form = await DashboardHost.PostFormAsync(client, "/devices/1", "/devices/1?handler=Field", new()
        {
            ["format"] = "tasmota",
            ["topics"] = "tele/room1/#\r\nstat/room1/#",
            ["names"] = "room1\r\nplant1/edge1 | pabrik",
            ["reason"] = "board",
        });
        Assert.Equal(HttpStatusCode.Redirect, form.StatusCode);
        JsonElement field = await client.GetFromJsonAsync<JsonElement>("/api/v1/devices/1/field");
        Assert.Equal("""{"format":"tasmota","topics":["tele/room1/#","stat/room1/#"],"names":[{"name":"room1","source":""},{"name":"plant1/edge1","source":"pabrik"}]}""", field.GetRawText());
    }

    private static async Task<DashboardHost> HostAsync()
    {
        DashboardHost host = await DashboardHost.StartAsync();
        host.Sites.All.Add(Some.Site(points: Some.Point()));
        host.Sites.Devices.Add(new DeviceRow(1, "site-1", "gas-1", "M1", true, Some.Morning, true, ["h2s"]));
        host.Unclaimed.All.Add(new UnclaimedDevice("pabrik", "room1/BME680", "site-1", "tasmota", 3, Some.Morning, Some.Morning));
        QuarantineRow row = Some.Quarantined(1, "{}", "device.unclaimed");
        host.Unclaimed.Messages.Add(row with { Message = row.Message with { Source = "pabrik", External = "room1/BME680", Format = "tasmota" } });
        return host;
    }
}
