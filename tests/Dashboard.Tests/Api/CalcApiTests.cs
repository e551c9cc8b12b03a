using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using K3Monitor.Dashboard.Tests.Support;

namespace K3Monitor.Dashboard.Tests.Api;

public sealed class CalcApiTests
{
    [Fact]
    public async Task A_topic_is_computed_from_its_given_keys()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/v1/calc/noise.reference_duration", new { level_dBA = 88, criterion_dBA = 85, exchange_rate_dB = 3 });
        JsonElement topics = await client.GetFromJsonAsync<JsonElement>("/api/v1/calc");

        Assert.True(topics.GetProperty("total").GetInt32() > 20);
        Assert.Equal(4, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("duration_h").GetDouble(), 9);
    }

    [Fact]
    public async Task What_is_wrong_with_the_input_is_named_by_key()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage wrong = await client.PostAsJsonAsync("/api/v1/calc/noise.dose", new { });
        using HttpResponseMessage unknown = await client.PostAsJsonAsync("/api/v1/calc/nothing", new { });
        JsonElement problem = await wrong.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (wrong.StatusCode, unknown.StatusCode));
        Assert.NotEmpty(problem.GetProperty("errors").EnumerateObject());
    }
}
