using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection.Health;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Dashboard.Tests.Api;

public sealed class ApiTests
{
    [Fact]
    public async Task An_incident_is_given_with_times_in_UTC_and_words_in_English_whatever_the_language_of_the_page()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, reasons: VerdictReasons.KnownPartAlone));
        using HttpClient client = await host.ClientAsync("inspector");

        JsonElement whole = await client.GetFromJsonAsync<JsonElement>("/api/v1/incidents/1");
        JsonElement incident = whole.GetProperty("incident");

        Assert.Equal("2026-11-24T07:42:00+00:00", incident.GetProperty("breachStart").GetString());
        Assert.Equal(14.25, incident.GetProperty("peak").GetDouble());
        Assert.Equal(("ceiling", "new", "high", false), (incident.GetProperty("kind").GetString(), incident.GetProperty("state").GetString(), incident.GetProperty("severity").GetString(), incident.GetProperty("limitVerified").GetBoolean()));
        Assert.Equal("exceeded", whole.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.Equal("knownPartAlone", whole.GetProperty("verdict").GetProperty("reasons")[0].GetString());
        Assert.Equal(0.8, whole.GetProperty("verdict").GetProperty("exposure").GetProperty("coverage").GetDouble(), 9);
        Assert.Equal("Permenaker 5/2018", whole.GetProperty("limit").GetProperty("instrument").GetString());
    }

    [Fact]
    public async Task A_list_pages_by_cursor()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        for (int i = 1; i <= 3; i++)
            host.Incidents.Put(Some.Incident(i));
        using HttpClient client = await host.ClientAsync("inspector");

        JsonElement first = await client.GetFromJsonAsync<JsonElement>("/api/v1/incidents?size=2");

        Assert.Equal((2, 3, "next"), (first.GetProperty("items").GetArrayLength(), first.GetProperty("total").GetInt32(), first.GetProperty("nextCursor").GetString()));
    }

    [Fact]
    public async Task Every_wrong_parameter_is_named_at_once()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await client.GetAsync("/api/v1/incidents?state=3&active=ya&severity=worst&quantity=gas.xyz&site=-1&from=2026-11-25T08:00:00&size=1000");
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ["active", "from", "quantity", "severity", "site", "size", "state"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/incidents?cursor=garbage")]
    [InlineData("/api/v1/quarantine?cursor=garbage")]
    public async Task An_unreadable_cursor_is_refused(string path)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("cursor", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_keep_both_ends_of_a_slice_and_mark_doubt_and_gaps()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        JsonElement chart = await client.GetFromJsonAsync<JsonElement>("/api/v1/points/7/samples?from=2026-11-24T07:00:00Z&to=2026-11-24T15:00:00%2B07:00&points=500");

        Assert.Equal([1.25, 14.25], chart.GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("v").GetDouble()));
        Assert.Equal([false, true], chart.GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("doubt").GetBoolean()));
        Assert.Equal("2026-11-24T07:01:00+00:00", chart.GetProperty("gaps")[0].GetProperty("from").GetString());
        Assert.Equal("unknown", chart.GetProperty("gaps")[0].GetProperty("cause").GetString());
        Assert.Equal(500, Assert.Single(host.Evidence.Asked).Slices);
    }

    [Fact]
    public async Task Every_sample_of_a_window_comes_as_csv()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await client.GetAsync("/api/v1/points/7/samples?from=2026-11-24T07:00:00Z&to=2026-11-24T08:00:00Z&format=csv");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("pt-uji-area-titik.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("time_utc,value\r\n2026-11-24T07:00:00Z,1.25\r\n2026-11-24T07:00:01Z,-0.5\r\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Numbers_that_never_came_are_told_for_each_device_within_scope()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        JsonElement numbers = await client.GetFromJsonAsync<JsonElement>("/api/v1/points/7/numbers");

        Assert.Equal(("gas-1", 3), (numbers[0].GetProperty("device").GetString(), numbers[0].GetProperty("never").GetInt32()));
        using HttpResponseMessage elsewhere = await client.GetAsync("/api/v1/points/99/numbers");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        using HttpResponseMessage tooLong = await client.GetAsync("/api/v1/points/7/numbers?from=2026-11-01T00:00:00Z&to=2026-11-24T00:00:00Z");
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Theory]
    [InlineData("from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z", "from")]
    [InlineData("from=2020-01-01T00:00:00Z&to=2026-11-24T00:00:00Z", "from")]
    [InlineData("points=0", "points")]
    [InlineData("points=5001", "points")]
    [InlineData("from=yesterday", "from")]
    [InlineData("format=xml", "format")]
    public async Task A_window_that_cannot_be_drawn_is_refused(string query, string key)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage answer = await client.GetAsync("/api/v1/points/7/samples?" + query);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(problem.GetProperty("errors").TryGetProperty(key, out _));
        Assert.Empty(host.Evidence.Asked);
    }

    [Fact]
    public async Task Acts_need_the_token_and_answer_what_came_of_them()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, active: true));
        using HttpClient client = await host.ClientAsync("inspector");
        JsonElement token = await client.GetFromJsonAsync<JsonElement>("/api/v1/antiforgery");
        client.DefaultRequestHeaders.Add(token.GetProperty("header").GetString()!, token.GetProperty("token").GetString());

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/incidents/1/close", new { reason = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsJsonAsync("/api/v1/incidents/1/close", new { reason = "selesai" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/v1/incidents/1/acknowledge", new { note = "dilihat" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync("/api/v1/incidents/1/acknowledge", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/api/v1/incidents/5/acknowledge", null)).StatusCode);
        Assert.Equal(["inspector acknowledged 1: dilihat"], host.Incidents.Acts);
    }

    [Fact]
    public async Task An_auditor_may_not_act()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("auditor");
        JsonElement token = await client.GetFromJsonAsync<JsonElement>("/api/v1/antiforgery");
        client.DefaultRequestHeaders.Add(token.GetProperty("header").GetString()!, token.GetProperty("token").GetString());

        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/api/v1/incidents/1/acknowledge", null)).StatusCode);
    }

    [Fact]
    public async Task The_law_is_listed_and_filtered()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("officer");

        JsonElement packs = await client.GetFromJsonAsync<JsonElement>("/api/v1/packs");
        JsonElement limits = await client.GetFromJsonAsync<JsonElement>("/api/v1/limits?kind=dose&verified=true");

        Assert.Equal((2, 1), (packs.GetProperty("items")[0].GetProperty("limits").GetInt32(), packs.GetProperty("items")[0].GetProperty("verified").GetInt32()));
        Assert.Equal("id.test/Dose", Assert.Single(limits.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Readiness_follows_the_worst_part_and_tells_no_detail()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync();
        host.Health.Report("store", PartCondition.Degraded, "secret", Some.Morning);
        using HttpResponseMessage degraded = await client.GetAsync("/health/ready");
        host.Health.Report("broker", PartCondition.Failed, "secret", Some.Morning);
        using HttpResponseMessage failed = await client.GetAsync("/health/ready");
        string body = await failed.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (degraded.StatusCode, failed.StatusCode));
        Assert.Contains("\"broker\":\"failed\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_for_this_machine_and_for_those_who_see_everything()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient local = await host.ClientAsync();
        using HttpClient inspector = await host.ClientAsync("inspector");
        using HttpClient auditor = await host.ClientAsync("auditor");
        inspector.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        auditor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        Assert.Contains("# TYPE", await local.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task The_description_names_every_path_of_the_API()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        JsonElement description = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        string[] paths = [.. description.GetProperty("paths").EnumerateObject().Select(p => p.Name)];

        foreach (string path in new[] { "/api/v1/incidents", "/api/v1/incidents/{id}", "/api/v1/incidents/{id}/acknowledge", "/api/v1/sites", "/api/v1/points/{id}/samples", "/api/v1/devices", "/api/v1/quarantine", "/api/v1/packs", "/api/v1/limits", "/api/v1/live" })
            Assert.Contains(path, paths);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/reference/engine/scalar.js")).StatusCode);
    }
}
