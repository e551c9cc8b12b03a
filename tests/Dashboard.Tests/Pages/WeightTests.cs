using System.Net;
using System.Text.RegularExpressions;
using K3Monitor.Dashboard.Tests.Support;

namespace K3Monitor.Dashboard.Tests.Pages;

public sealed partial class WeightTests
{
    private const int MostBytes = 80_000;

    [Theory]
    [InlineData("/incidents")]
    [InlineData("/incidents/1")]
    [InlineData("/sites/1")]
    public async Task A_page_with_all_that_it_needs_is_light_and_comes_from_here(string page)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        for (int i = 1; i <= 25; i++)
            host.Incidents.Put(Some.Incident(i));
        host.Sites.All.Add(Some.Site(points: Some.Point()));
        using HttpClient client = await host.ClientAsync("inspector");
        string html = await client.GetStringAsync(page);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");

        long bytes = (await client.GetByteArrayAsync(page)).LongLength;
        foreach (string part in Part().Matches(html).Select(m => m.Groups[1].Value).Where(p => p.StartsWith("/ui/", StringComparison.Ordinal) || p.Contains("//", StringComparison.Ordinal)).Distinct())
        {
            Assert.StartsWith("/ui/", part, StringComparison.Ordinal);
            using HttpResponseMessage answer = await client.GetAsync(part);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            bytes += (await answer.Content.ReadAsByteArrayAsync()).LongLength;
        }

        Assert.InRange(bytes, 10_000, MostBytes);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Part();
}
