using System.Globalization;
using System.Text.Json;
using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

public sealed class SpikeTests(Chrome chrome)
{
    private const string CeilingRow = "#list tbody tr:has-text('KTD')";

    /// <summary>An hour of clean air at 1 Hz with ten seconds far above the ceiling, whose highest reading is 37.4 ppm.</summary>
    private static readonly double[] Hour = [.. Enumerable.Range(0, 3600).Select(i => i is >= 1800 and < 1810 ? (i == 1805 ? 37.4 : 22.5) : 0.2)];

    [Fact]
    public async Task A_spike_in_an_hour_of_gas_is_on_the_page_with_article_and_peak_and_after_kill_9_there_once_with_every_acknowledged_sample()
    {
        _ = chrome.Browser;
        await using OwnPlant plant = await OwnPlant.StartAsync();
        IReadOnlyList<long> times = await plant.PublishByMosquittoAsync(Hour);
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address);
        await visit.SignInAsync(OwnPlant.User, plant.UserPassword);
        await Patience.ReloadUntilAsync(visit.Page, CeilingRow);
        await SeeSpikeAsync(visit.Page);

        await plant.KillProductAsync();
        await plant.StartProductAsync();
        // The session outlives the restart, so the same page can simply be asked for again.
        await visit.Page.GotoAsync("/incidents?kind=Ceiling");
        await Patience.ReloadUntilAsync(visit.Page, CeilingRow);
        await SeeSpikeAsync(visit.Page);
        Assert.Equal(times.Zip(Hour), await KeptAsync(visit.Page, times[0], times[^1]));
    }

    private static async Task SeeSpikeAsync(IPage page)
    {
        await page.GotoAsync("/incidents?kind=Ceiling");
        await Expect(page.Locator("#list tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("#list tbody tr")).ToContainTextAsync("37,4 ppm");
        await page.Locator("#list tbody th a").ClickAsync();
        await Expect(page.Locator(".lead")).ToContainTextAsync("37,4 ppm");
        await Expect(page.Locator("section[aria-labelledby=h-law]")).ToContainTextAsync("Permenaker 11");
        await Expect(page.Locator("section[aria-labelledby=h-law]")).ToContainTextAsync("Pasal");
        await Expect(page.Locator("section[aria-labelledby=h-occ] tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("section[aria-labelledby=h-occ] tbody tr")).ToContainTextAsync("37,4 ppm");
        await Expect(page.Locator(".chart canvas")).ToBeVisibleAsync();
    }

    /// <summary>Every sample that the product has of the hydrogen sulfide, by the reader's own session; slices are shorter than a second, so none is thinned out.</summary>
    private static async Task<List<(long Time, double Value)>> KeptAsync(IPage page, long first, long last)
    {
        JsonElement incidents = await GetAsync(page, "/api/v1/incidents?kind=ceiling");
        int incident = Assert.Single(incidents.GetProperty("items").EnumerateArray().ToList()).GetProperty("id").GetInt32();
        int point = (await GetAsync(page, string.Create(CultureInfo.InvariantCulture, $"/api/v1/incidents/{incident}"))).GetProperty("point").GetInt32();
        JsonElement chart = await GetAsync(page, $"/api/v1/points/{point.ToString(CultureInfo.InvariantCulture)}/samples?from={Iso(first)}&to={Iso(last + 1000)}&points=5000");
        return [.. chart.GetProperty("samples").EnumerateArray()
            .Select(s => (s.GetProperty("t").GetDateTimeOffset().ToUnixTimeMilliseconds(), s.GetProperty("v").GetDouble()))];
    }

    private static async Task<JsonElement> GetAsync(IPage page, string path)
    {
        IAPIResponse answer = await page.Context.APIRequest.GetAsync(path);
        string text = await answer.TextAsync();
        Assert.True(answer.Ok, $"{path}: {answer.Status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Iso(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
