using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

public sealed class LivePageTests(Chrome chrome)
{
    [Fact]
    public async Task Values_follow_the_device_a_point_that_never_reported_looks_unsafe_and_a_lost_link_is_said_until_it_is_back()
    {
        _ = chrome.Browser;
        await using OwnPlant plant = await OwnPlant.StartAsync();
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address);
        IPage page = visit.Page;
        await visit.SignInAsync(OwnPlant.User, plant.UserPassword);
        await page.GotoAsync("/sites");
        await page.Locator("main tbody th a").ClickAsync();
        ILocator h2s = page.Locator(".point:has-text('H₂S')");
        ILocator co = page.Locator(".point:has-text('Tangki 1 — CO')");

        using (var stop = new CancellationTokenSource())
        {
            Task publishing = plant.PublishOnAsync(i => 0.1 + (i % 2 * 0.2), stop.Token);
            await Expect(h2s).ToHaveAttributeAsync("data-state", "live");
            await Expect(h2s.Locator(".value")).ToContainTextAsync("0,1");
            await Expect(h2s.Locator(".value")).ToContainTextAsync("0,3");
            await Expect(h2s.Locator(".value")).ToContainTextAsync("0,1");
            await Expect(h2s).ToHaveAttributeAsync("data-level", "ok");
            await Expect(co).ToHaveAttributeAsync("data-state", "never");
            await Expect(co).Not.ToHaveAttributeAsync("data-level", "ok");
            await Expect(co).ToContainTextAsync("Belum pernah melapor");
            await stop.CancelAsync();
            await publishing;
        }

        await Expect(h2s).ToHaveAttributeAsync("data-state", "silent");
        await Expect(h2s).ToHaveAttributeAsync("data-level", "none");
        await Expect(h2s.Locator(".age")).ToContainTextAsync("yang lalu");
        string age = await h2s.Locator(".age").InnerTextAsync();
        await Expect(h2s.Locator(".age")).Not.ToHaveTextAsync(age);

        await plant.KillProductAsync();
        await Expect(page.Locator("#lost")).ToBeVisibleAsync();
        await plant.StartProductAsync();
        await Expect(page.Locator("#lost")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 30_000 });
        Assert.DoesNotContain(visit.Complaints, c => c.StartsWith("script", StringComparison.Ordinal) || c.Contains("Content Security", StringComparison.Ordinal));
    }
}
