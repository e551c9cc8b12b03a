using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Sites;

namespace K3Monitor.Dashboard.Tests.Pages;

/// <summary>Credentials of devices on the page and by the API: who may, what is told, and that a password is told once.</summary>
public sealed class DevicePageTests
{
    [Theory]
    [InlineData("officer")]
    [InlineData("admin")]
    public async Task Who_may_makes_a_new_password_by_a_plain_form_and_sees_it_once(string user)
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync(user);
        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(client, "/devices/1", "/devices/1?handler=Rotate", new() { ["overlap"] = "1,5", ["reason"] = "baterai diganti" });
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(InMemoryDevices.NewPassword, page, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies : [], c => c.StartsWith("k3.said=", StringComparison.Ordinal) && !c.StartsWith("k3.said=;", StringComparison.Ordinal));
        Assert.DoesNotContain(InMemoryDevices.NewPassword, await client.GetStringAsync("/devices/1"), StringComparison.Ordinal);
        Assert.Equal([$"{user} rotated site-1/gas-1 1.5 h: baterai diganti"], host.Devices.Acts);
    }

    [Theory]
    [InlineData("721", "alasan")]
    [InlineData("1.8", "alasan")]
    [InlineData("-1", "alasan")]
    [InlineData("0", " ")]
    public async Task A_wrong_form_says_so_and_does_nothing(string overlap, string reason)
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("officer");
        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(client, "/devices/1", "/devices/1?handler=Rotate", new() { ["overlap"] = overlap, ["reason"] = reason });
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Devices.Acts);
    }

    [Fact]
    public async Task A_revocation_is_done_with_its_reason_and_said()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("officer", "en");
        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(client, "/devices/1", "/devices/1?handler=Revoke", new() { ["reason"] = "stolen" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("The device’s access has been revoked.", await client.GetStringAsync("/devices/1"), StringComparison.Ordinal);
        Assert.Equal(["officer revoked site-1/gas-1: stolen"], host.Devices.Acts);
    }

    [Theory]
    [InlineData("inspector")]
    [InlineData("auditor")]
    public async Task Who_may_not_sees_no_form_and_is_refused(string user)
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync(user);
        Assert.DoesNotContain("handler=Rotate", await client.GetStringAsync("/devices/1"), StringComparison.Ordinal);
        using HttpResponseMessage page = await DashboardHost.PostFormAsync(client, "/devices/1", "/devices/1?handler=Revoke", new() { ["reason"] = "x" });
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        await TokenAsync(client);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsJsonAsync("/api/v1/devices/1/credentials/rotate", new { reason = "x" })).StatusCode);
        Assert.Empty(host.Devices.Acts);
    }

    [Fact]
    public async Task The_API_rotates_and_revokes_with_a_token_and_a_reason_within_the_caller_s_company()
    {
        await using DashboardHost host = await HostAsync();
        using HttpClient client = await host.ClientAsync("officer");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/devices/1/credentials/rotate", new { reason = "x" })).StatusCode);
        await TokenAsync(client);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/devices/1/credentials/rotate", new { reason = "x", overlapHours = 721 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/devices/1/credentials/revoke", new { reason = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsJsonAsync("/api/v1/devices/2/credentials/revoke", new { reason = "x" })).StatusCode);
        Assert.Empty(host.Devices.Acts);

        HttpResponseMessage made = await client.PostAsJsonAsync("/api/v1/devices/1/credentials/rotate", new { reason = "ganti", overlapHours = 24 });
        JsonElement told = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("site-1/gas-1", InMemoryDevices.NewPassword), (told.GetProperty("userName").GetString(), told.GetProperty("password").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/v1/devices/1/credentials/revoke", new { reason = "hilang" })).StatusCode);
        Assert.Equal(["officer rotated site-1/gas-1 24 h: ganti", "officer revoked site-1/gas-1: hilang"], host.Devices.Acts);
        JsonElement shown = await client.GetFromJsonAsync<JsonElement>("/api/v1/devices/1");
        Assert.Equal("site-1/gas-1", shown.GetProperty("userName").GetString());
    }

    private static async Task TokenAsync(HttpClient client)
    {
        JsonElement token = await client.GetFromJsonAsync<JsonElement>("/api/v1/antiforgery");
        client.DefaultRequestHeaders.Add(token.GetProperty("header").GetString()!, token.GetProperty("token").GetString());
    }

    private static async Task<DashboardHost> HostAsync()
    {
        DashboardHost host = await DashboardHost.StartAsync();
        host.Sites.All.Add(Some.Site(1));
        host.Sites.All.Add(Some.Site(2, "ID-JB", "PT Asing"));
        host.Sites.Devices.Add(new DeviceRow(1, "site-1", "gas-1", "M1", true, Some.Morning, true, ["h2s"]));
        host.Sites.Devices.Add(new DeviceRow(2, "site-2", "gas-2", "M1", true, Some.Morning, true, ["h2s"]));
        return host;
    }
}
