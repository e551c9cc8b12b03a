using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using K3Monitor.Dashboard.Tests.Support;

namespace K3Monitor.Dashboard.Tests.Api;

public sealed class GapsApiTests
{
    [Theory]
    [InlineData("/api/v1/sites/1/gaps")]
    [InlineData("/api/v1/points/7/gaps?from=2026-11-24&to=2026-11-24")]
    public async Task A_day_of_a_channel_is_told_with_the_causes_of_what_never_came(string path)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        JsonElement list = await client.GetFromJsonAsync<JsonElement>(path);

        JsonElement row = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(("2026-11-24", "numbers", false), (row.GetProperty("day").GetString(), row.GetProperty("basis").GetString(), row.GetProperty("estimated").GetBoolean()));
        Assert.Equal((86_400, 86_000, 400), (row.GetProperty("expected").GetInt32(), row.GetProperty("received").GetInt32(), row.GetProperty("never").GetProperty("total").GetInt32()));
        Assert.Equal((90, 420.0), (row.GetProperty("never").GetProperty("own").GetInt32(), row.GetProperty("silentSeconds").GetDouble()));
    }

    [Theory]
    [InlineData("from=2026-11-25&to=2026-11-24", "from")]
    [InlineData("from=2024-11-25&to=2026-11-24", "from")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-11-24T00:00:00Z", "to")]
    [InlineData("size=0", "size")]
    [InlineData("cursor=x", "cursor")]
    public async Task What_cannot_be_asked_is_refused_by_name(string query, string key)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");
        foreach (string path in new[] { "/api/v1/sites/1/gaps?", "/api/v1/points/7/gaps?" })
        {
            using HttpResponseMessage answer = await client.GetAsync(path + query);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(problem.GetProperty("errors").TryGetProperty(key, out _), problem.ToString());
        }
    }
}
