using System.Net;
using K3Monitor.Dashboard.Security;
using K3Monitor.Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Dashboard.Tests.Security;

public sealed class SignInTests
{
    [Theory]
    [InlineData("inspector", "salah", "Nama pengguna atau kata sandi salah.")]
    [InlineData("nobody", "rahasia", "Nama pengguna atau kata sandi salah.")]
    [InlineData("", "", "Nama pengguna atau kata sandi salah.")]
    [InlineData("locked", "rahasia", "Akun ini terkunci sementara")]
    public async Task What_is_refused_is_said_without_telling_who_exists(string user, string password, string expected)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync();

        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(client, "/account/sign-in", "/account/sign-in", new() { ["userName"] = user, ["password"] = password });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/incidents")).StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_closed_to_scripts_and_to_other_sites()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync();

        using HttpResponseMessage answer = await DashboardHost.PostFormAsync(client, "/account/sign-in", "/account/sign-in", new() { ["userName"] = "inspector", ["password"] = "rahasia" });

        string cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("k3.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_second_factor_is_asked_and_a_wrong_code_refused()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync();

        using HttpResponseMessage password = await DashboardHost.PostFormAsync(client, "/account/sign-in", "/account/sign-in", new() { ["userName"] = "coded", ["password"] = "rahasia", ["returnUrl"] = "/sites" });
        Assert.StartsWith("/account/code", password.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/incidents")).StatusCode);

        using HttpResponseMessage wrong = await DashboardHost.PostFormAsync(client, "/account/code", "/account/code", new() { ["code"] = "000000" });
        Assert.Contains("Kode salah", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using HttpResponseMessage right = await DashboardHost.PostFormAsync(client, "/account/code", "/account/code", new() { ["code"] = "123456", ["returnUrl"] = "/sites" });
        Assert.Equal("/sites", right.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/incidents")).StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");

        using HttpResponseMessage form = await client.PostAsync("/incidents?handler=Acknowledge", new FormUrlEncodedContent([new("id", "1")]));
        using HttpResponseMessage api = await client.PostAsync("/api/v1/incidents/1/acknowledge", null);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (form.StatusCode, api.StatusCode));
        Assert.Empty(host.Incidents.Acts);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector");

        await DashboardHost.PostFormAsync(client, "/incidents", "/account/sign-out", []);

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/incidents")).StatusCode);
    }

    [Fact]
    public async Task Attempts_beyond_the_rate_are_refused()
    {
        await using DashboardHost host = await DashboardHost.StartAsync(o => o with { SignInAttemptsPerMinute = 2 });
        using HttpClient client = await host.ClientAsync();
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 3; i++)
            answers.Add((await DashboardHost.PostFormAsync(client, "/account/sign-in", "/account/sign-in", new() { ["userName"] = "inspector", ["password"] = "salah" })).StatusCode);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task Calls_of_the_API_beyond_the_rate_are_refused_as_problem_details()
    {
        await using DashboardHost host = await DashboardHost.StartAsync(o => o with { ApiCallsPerMinute = 1 });
        using HttpClient client = await host.ClientAsync("inspector");
        await client.GetAsync("/api/v1/me");

        using HttpResponseMessage answer = await client.GetAsync("/api/v1/me");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_plant_clock_that_runs_ahead_ends_no_session()
    {
        await using DashboardHost host = await DashboardHost.StartAsync(wall: new FakeTimeProvider(Some.Morning.ToDateTimeOffset()));
        using HttpClient client = await host.ClientAsync("inspector");

        host.Plant.Advance(TimeSpan.FromDays(30));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/incidents")).StatusCode);
    }

    [Theory]
    [InlineData("/sites/1?x=2", "/sites/1?x=2")]
    [InlineData("//evil.example/a", "/incidents")]
    [InlineData("/\\evil.example", "/incidents")]
    [InlineData("https://evil.example", "/incidents")]
    [InlineData("/\t/evil.example", "/incidents")]
    [InlineData("javascript:alert(1)", "/incidents")]
    [InlineData(null, "/incidents")]
    public void Nobody_is_sent_to_another_site(string? given, string expected) => Assert.Equal(expected, ReturnUrl.Safe(given));
}
