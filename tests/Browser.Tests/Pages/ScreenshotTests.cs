using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

/// <summary>The pictures of the documents. They are renewed when <c>K3_SCREENSHOTS=1</c>; otherwise they are only proven to be takable.</summary>
[Collection(DemoPlant.Collection)]
public sealed class ScreenshotTests(Chrome chrome, DemoPlant plant, ITestOutputHelper output)
{
    private const int LargestBytes = 300_000;

    [Theory]
    [InlineData("incidents", "list", "#list tbody tr:has-text('Dosis')", 1366, 900, false)]
    [InlineData("incident", "incident", ".chart canvas", 1366, 1180, false)]
    [InlineData("live", "site", ".point[data-level=over]", 1366, 1180, true)]
    [InlineData("phone", "list", "#list", 360, 740, false)]
    public async Task The_pictures_of_the_documents_are_taken_from_the_running_product(string picture, string place, string shows, int width, int height, bool dark)
    {
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address, new Look(width, dark), await plant.SessionAsync(chrome));
        await visit.Page.SetViewportSizeAsync(width, height);
        await visit.Page.GotoAsync("/incidents");
        await Patience.ReloadUntilAsync(visit.Page, "#list tbody tr:has-text('Dosis')");
        await Place.All.Single(p => p.Name == place).OpenAsync(visit.Page);
        await Expect(visit.Page.Locator(shows).First).ToBeVisibleAsync();
        if (width < 600)
            await visit.Page.Locator(shows).First.EvaluateAsync("e => e.scrollIntoView()");
        byte[] image = await visit.Page.ScreenshotAsync();
        string file = Path.Combine(Folder(), picture + ".png");
        await File.WriteAllBytesAsync(file, image);
        output.WriteLine(file);
        Assert.InRange(image.Length, 10_000, LargestBytes);
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("K3_SCREENSHOTS") != "1")
            return Directory.CreateTempSubdirectory("k3-screens-").FullName;
        DirectoryInfo root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "K3Monitor.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
        return root.CreateSubdirectory("docs/screens").FullName;
    }
}
