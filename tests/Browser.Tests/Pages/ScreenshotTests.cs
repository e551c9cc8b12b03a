using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

/// <summary>The pictures of the documents. They are renewed when <c>K3_SCREENSHOTS=1</c>; otherwise they are only proven to be takable.</summary>
[Collection(DemoPlant.Collection)]
public sealed class ScreenshotTests(Chrome chrome, DemoPlant plant, ITestOutputHelper output)
{
    private const int LargestBytes = 300_000;

    [Theory]
    [InlineData("incidents", "list", 1366, false)]
    [InlineData("incident", "incident", 1366, false)]
    [InlineData("live", "site", 1366, true)]
    [InlineData("phone", "site", 360, false)]
    public async Task The_pictures_of_the_documents_are_taken_from_the_running_product(string picture, string place, int width, bool dark)
    {
        await using Visit visit = await Visit.BeginAsync(chrome, plant.Address, new Look(width, dark), await plant.SessionAsync(chrome));
        await visit.Page.GotoAsync("/incidents");
        await Patience.ReloadUntilAsync(visit.Page, "#list tbody tr:has-text('Dosis')");
        await Place.All.Single(p => p.Name == place).OpenAsync(visit.Page);
        byte[] image = await visit.Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = width > 600 });
        string file = Path.Combine(Folder(), picture + ".png");
        await File.WriteAllBytesAsync(file, image);
        output.WriteLine(file);
        Assert.InRange(image.Length, 10_000, LargestBytes);
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
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
