using Microsoft.Playwright;

namespace K3Monitor.Browser.Tests.Chromium;

/// <summary>How a reader looks at the pages.</summary>
/// <param name="Width">Width of the window in CSS pixels.</param>
/// <param name="Dark">Whether his system asks for dark pages.</param>
/// <param name="Script">Whether JavaScript runs.</param>
/// <param name="Language">What his browser asks for.</param>
public sealed record Look(int Width = 1366, bool Dark = false, bool Script = true, string Language = "id-ID");

/// <summary>One reader with his own cookies and one page, and what his browser complained of.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string address;
    private readonly List<string> complaints = [];

    private Visit(IBrowserContext context, IPage page, string address)
    {
        this.context = context;
        this.address = address;
        Page = page;
    }

    /// <summary>The page he looks at.</summary>
    public IPage Page { get; }

    /// <summary>Console errors (a breach of the content policy is one), script faults and requests to other hosts.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Opens a browser window for a new reader.</summary>
    public static async Task<Visit> BeginAsync(Chrome chrome, string address, Look? look = null, string? cookies = null)
    {
        look ??= new Look();
        IBrowserContext context = await chrome.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Width < 600 ? 740 : 860 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = look.Script,
            Locale = look.Language,
            TimezoneId = "Europe/London",
            StorageState = cookies,
        });
        context.SetDefaultTimeout(20_000);
        var visit = new Visit(context, await context.NewPageAsync(), address);
        visit.Listen();
        return visit;
    }

    /// <summary>Signs in through the form and waits for the list.</summary>
    public async Task SignInAsync(string user, string password)
    {
        await Page.GotoAsync("/");
        await Page.Locator("#user").FillAsync(user);
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("main form button.main").ClickAsync();
        await Assertions.Expect(Page.Locator("#list")).ToBeVisibleAsync();
    }

    /// <summary>The session, for another window of the same reader.</summary>
    public Task<string> CookiesAsync() => context.StorageStateAsync();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add($"console {message.Type}: {message.Text}");
        };
        Page.PageError += (_, fault) => complaints.Add("script: " + fault);
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Add("request to " + request.Url);
        };
    }
}
