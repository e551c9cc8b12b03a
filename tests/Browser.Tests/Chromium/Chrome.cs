using K3Monitor.Browser.Tests.Chromium;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chrome))]
// One browser and one plant at a time: the tests measure what a reader sees, and compete for the same processors.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace K3Monitor.Browser.Tests.Chromium;

/// <summary>The distribution's Chromium, driven by Playwright. Nothing is downloaded: the driver comes with its package.</summary>
public sealed class Chrome : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Whether this machine has one.</summary>
    public static bool IsThere => Place is not null;

    private static string? Place => Places.FirstOrDefault(File.Exists);

    /// <summary>The browser; skips the test where there is none, except where CI promises one.</summary>
    public IBrowser Browser
    {
        get
        {
            if (browser is null && Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("Chromium is not installed, and CI must have it");
            Assert.SkipWhen(browser is null, "Chromium is not installed (Debian: apt-get install chromium)");
            return browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Place is not { } place)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = place,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
