using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

[Collection(DemoPlant.Collection)]
public sealed class AccessibilityTests(Chrome chrome, DemoPlant plant)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    [Theory]
    [InlineData(1366, false)]
    [InlineData(1366, true)]
    [InlineData(360, false)]
    [InlineData(360, true)]
    public async Task Every_page_satisfies_the_checks_of_wcag_2_2_aa_and_fits_its_window(int width, bool dark)
    {
        var faults = new List<string>();
        await using (Visit stranger = await Visit.BeginAsync(chrome, plant.Address, new Look(width, dark)))
        {
            await stranger.Page.GotoAsync("/");
            await Expect(stranger.Page.Locator("#password")).ToBeVisibleAsync();
            await CheckAsync(stranger.Page, "sign-in", faults);
        }

        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address, new Look(width, dark), await plant.SessionAsync(chrome));
        foreach (Place place in Place.All)
        {
            await place.OpenAsync(visit.Page);
            await CheckAsync(visit.Page, place.Name, faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task With_the_keyboard_alone_an_inspector_signs_in_reaches_the_first_new_incident_and_acknowledges_it()
    {
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address);
        IPage page = visit.Page;
        await page.GotoAsync("/incidents?state=New");
        await TabToAsync(page, "#user");
        await page.Keyboard.TypeAsync("pengawas");
        await TabToAsync(page, "#password");
        await page.Keyboard.TypeAsync(plant.PasswordOf("pengawas"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#list")).ToBeVisibleAsync();
        await Patience.ReloadUntilAsync(page, "#list tbody th a");

        // The way past the menu is the first thing that the keyboard meets.
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await FocusIsAsync(page, "a.skip"));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "#list tbody th a");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#note")).ToBeVisibleAsync();
        await TabToAsync(page, "#note");
        await page.Keyboard.TypeAsync("lewat papan tik");
        await TabToAsync(page, "section[aria-labelledby=h-act] button.main");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".said")).ToBeVisibleAsync();
        await Expect(page.Locator("section[aria-labelledby=h-time]")).ToContainTextAsync("lewat papan tik");
    }

    private static async Task CheckAsync(IPage page, string name, List<string> faults)
    {
        AxeResult result = await page.RunAxe(Rules);
        faults.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{name}: {v.Id}: {n.Html}: {string.Join("; ", n.Any.Concat(n.All).Concat(n.None).Select(c => c.Message))}")));
        int over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (over > 0)
            faults.Add($"{name}: {over} px wider than the window");
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (int i = 0; i < 80; i++)
        {
            if (await FocusIsAsync(page, selector))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"the keyboard does not reach {selector}");
    }

    private static Task<bool> FocusIsAsync(IPage page, string selector) =>
        page.EvaluateAsync<bool>("s => document.activeElement !== null && document.activeElement.matches(s)", selector);
}
