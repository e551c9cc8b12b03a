using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

[Collection(DemoPlant.Collection)]
public sealed class LanguageAndLookTests(Chrome chrome, DemoPlant plant)
{
    [Fact]
    public async Task The_reader_chooses_language_and_look_and_both_stay_chosen()
    {
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address, null, await plant.SessionAsync(chrome));
        IPage page = visit.Page;
        await page.GotoAsync("/incidents");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "id");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Insiden");
        string light = await BackgroundAsync(page);

        await page.Locator("button[name=language][value=en]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Incidents");
        await page.Locator("button[name=theme][value=dark]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        string dark = await BackgroundAsync(page);
        Assert.NotEqual(light, dark);

        await page.GotoAsync("/sites");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.Equal(dark, await BackgroundAsync(page));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task No_page_asks_another_host_breaks_the_content_policy_or_writes_an_error()
    {
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address, null, await plant.SessionAsync(chrome));
        foreach (Place place in Place.All)
        {
            await place.OpenAsync(visit.Page);
            await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        }

        Assert.Empty(visit.Complaints);
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
