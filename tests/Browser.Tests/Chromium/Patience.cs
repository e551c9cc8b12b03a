using Microsoft.Playwright;

namespace K3Monitor.Browser.Tests.Chromium;

/// <summary>Waiting for what a plant brings in its own time.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Loads the page again until it shows something; fails when it does not within the limit.</summary>
    public static async Task ReloadUntilAsync(IPage page, string selector)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (await page.Locator(selector).CountAsync() == 0)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                Assert.Fail($"{selector} did not come; the page says: {await page.Locator("main").InnerTextAsync()}");
            await page.WaitForTimeoutAsync(500);
            await page.ReloadAsync();
        }
    }
}
