using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

public sealed class SpikeTests(Chrome chrome)
{
    private const string CeilingRow = "#list tbody tr:has-text('KTD')";

    /// <summary>Ten minutes of clean air with ten seconds far above the ceiling, whose highest reading is 37.4 ppm.</summary>
    private static readonly double[] Spike = [.. Enumerable.Range(0, 600).Select(i => i is >= 300 and < 310 ? (i == 305 ? 37.4 : 22.5) : 0.2)];

    [Fact]
    public async Task A_spike_over_the_ceiling_is_on_the_page_with_article_and_peak_and_is_there_once_after_the_product_was_killed()
    {
        _ = chrome.Browser;
        await using OwnPlant plant = await OwnPlant.StartAsync();
        await plant.PublishAsync(Spike);
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
}
