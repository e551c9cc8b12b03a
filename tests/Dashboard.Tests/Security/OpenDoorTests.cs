using System.Net;
using System.Text.RegularExpressions;
using K3Monitor.Dashboard.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Tests.Security;

/// <summary>Walks over every mapped endpoint, so that a new one cannot be left open by forgetting.</summary>
public sealed partial class OpenDoorTests
{
    // Whatever is open to all is named here, with why.
    private static readonly string[] Open =
    [
        "/account/sign-in", "/account/code", // the way in
        "/preferences", "/error/1", // language and look, and failures, for whoever is at the door
        "/health/live", "/health/ready", // watchdogs; conditions without detail
        "/reference/engine/scalar.js", "/reference/engine/scalar.aspnetcore.js", "/reference/engine/favicon.svg", // public files of the reference's package
    ];

    [Fact]
    public async Task Whoever_is_not_signed_in_reaches_nothing_but_the_named_endpoints()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync();
        int walked = 0;
        foreach ((HttpMethod method, string path) in Endpoints(host))
        {
            using HttpRequestMessage request = new(method, path);
            // Seen from another machine: the figures are open to this one.
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            using HttpResponseMessage answer = await client.SendAsync(request);
            bool machine = path.StartsWith("/api", StringComparison.Ordinal) || path.StartsWith("/openapi", StringComparison.Ordinal) || path.StartsWith("/metrics", StringComparison.Ordinal);
            if (machine)
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {answer.StatusCode}");
            else
                Assert.True(answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.AbsolutePath == "/account/sign-in", $"{method} {path} answered {answer.StatusCode} {answer.Headers.Location}");
            walked++;
        }

        Assert.True(walked > 25, $"only {walked} endpoints were found");
    }

    [Fact]
    public async Task A_refused_call_of_the_API_is_told_so_as_problem_details()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync();

        using HttpResponseMessage answer = await client.GetAsync("/api/v1/incidents");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_of_safety()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");
        string[] paths = ["/incidents", "/incidents/1", "/incidents/999", "/nowhere", "/api/v1/incidents", "/api/v1/nowhere", "/account/sign-in", "/ui/css/app.css", "/health/live", "/openapi/v1.json", "/"];
        foreach (string path in paths)
        {
            using HttpResponseMessage answer = await client.GetAsync(path);
            string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.False(answer.Headers.Contains("Server"), path);
        }
    }

    [Fact]
    public async Task No_page_has_script_or_style_within_it()
    {
        await using DashboardHost host = await DashboardHost.StartAsync(o => o with { ClockNote = "60×" });
        host.Incidents.Put(Some.Incident(1));
        host.Sites.All.Add(Some.Site(points: Some.Point()));
        using HttpClient client = await host.ClientAsync("admin");
        foreach (string path in new[] { "/incidents", "/incidents/1", "/sites", "/sites/1", "/devices", "/quarantine", "/health", "/help", "/reference" })
            Assert.DoesNotMatch(Inline(), await client.GetStringAsync(path));
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Endpoints(DashboardHost host)
    {
        foreach (RouteEndpoint endpoint in ((IEndpointRouteBuilder)host.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            string pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
            // Assets are files of the product itself; the row of the fallback has no path of its own.
            if (pattern.StartsWith("/ui/", StringComparison.Ordinal) || endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null)
                continue;
            string path = Parameter().Replace(pattern, "1");
            if (Open.Contains(path))
                continue;
            IReadOnlyList<string> methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
            foreach (string method in methods)
                yield return (new HttpMethod(method), path);
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
