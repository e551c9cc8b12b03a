using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Chromium;

/// <summary>A kind of page, and how a signed-in reader comes to one of it.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Path">Where he begins.</param>
/// <param name="Link">The link that he follows from there; null when he is there.</param>
/// <param name="Drawn">What must be seen before the page is judged.</param>
public sealed record Place(string Name, string Path, string? Link = null, string Drawn = "h1")
{
    /// <summary>Every kind of page that needs a session.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("list", "/incidents", Drawn: "#list tbody tr"),
        new("incident", "/incidents?q=H%E2%82%82S&kind=ShortTerm", "#list tbody th a", ".chart canvas"),
        new("sites", "/sites"),
        new("site", "/sites", "main tbody th a", ".point"),
        new("gaps", "/sites/1/gaps", Drawn: "main tbody tr"),
        new("devices", "/devices"),
        new("quarantine", "/quarantine"),
        new("health", "/health"),
        new("help", "/help"),
    ];

    /// <summary>Opens it.</summary>
    public async Task OpenAsync(IPage page)
    {
        await page.GotoAsync(Path);
        // The first incident of a plant that was just started takes a while.
        await Patience.ReloadUntilAsync(page, Link ?? Drawn);
        if (Link is not null)
        {
            await page.Locator(Link).First.ClickAsync();
        }

        await Expect(page.Locator(Drawn).First).ToBeVisibleAsync();
    }
}
