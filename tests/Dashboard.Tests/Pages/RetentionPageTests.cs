using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using K3Monitor.Dashboard.Tests.Support;

namespace K3Monitor.Dashboard.Tests.Pages;

public sealed partial class RetentionPageTests
{
    [Fact]
    public async Task The_button_asks_for_the_plan_that_is_shown_and_only_an_administrator_has_it()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient admin = await host.ClientAsync("admin");
        string page = await admin.GetStringAsync("/retention");
        Assert.Contains("INC-2026-00001", page, StringComparison.Ordinal);
        Assert.Equal(host.Retention.Plan.Hash, Plan().Match(page).Groups[1].Value);
        HttpResponseMessage answer = await DashboardHost.PostFormAsync(admin, "/retention", "/retention", new() { ["plan"] = host.Retention.Plan.Hash });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal([host.Retention.Plan.Hash], host.Retention.Asked);
        using HttpClient inspector = await host.ClientAsync("inspector");
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.GetAsync("/retention")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.GetAsync("/api/v1/retention")).StatusCode);
    }

    [Fact]
    public async Task The_api_shows_the_same_plan_and_takes_its_hash()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient admin = await host.ClientAsync("admin");
        JsonElement shown = await admin.GetFromJsonAsync<JsonElement>("/api/v1/retention");
        Assert.Equal(host.Retention.Plan.Hash, shown.GetProperty("plan").GetString());
        Assert.Equal(1234, shown.GetProperty("samples").GetInt64());
        Assert.Equal("incident", shown.GetProperty("kept")[0].GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("disk").GetProperty("full").ValueKind);
        HttpResponseMessage withoutToken = await admin.PostAsJsonAsync("/api/v1/retention/apply", new { plan = host.Retention.Plan.Hash });
        Assert.Equal(HttpStatusCode.BadRequest, withoutToken.StatusCode);
        Assert.Empty(host.Retention.Asked);
    }

    [GeneratedRegex("name=\"plan\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex Plan();
}
