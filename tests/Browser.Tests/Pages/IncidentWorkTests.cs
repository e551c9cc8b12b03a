using K3Monitor.Browser.Tests.Chromium;
using K3Monitor.Browser.Tests.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace K3Monitor.Browser.Tests.Pages;

[Collection(DemoPlant.Collection)]
public sealed class IncidentWorkTests(Chrome chrome, DemoPlant plant)
{
    // By its unit: on a machine that cannot keep the demo's pace, a silence of the same point may come first.
    private const string LeakRow = "#list tbody tr:has-text('H₂S'):has-text('ppm')";

    [Fact]
    public async Task An_inspector_opens_the_leak_reads_its_evidence_and_acknowledges_it()
    {
        await using Visit visit = await SignedInAsync();
        IPage page = visit.Page;
        string number = await OpenLeakAsync(page);

        await Expect(page.Locator("h1")).ToContainTextAsync(number);
        await Expect(page.Locator(".lead")).ToContainTextAsync("Dugaan");
        await Expect(page.Locator(".lead")).ToContainTextAsync("Belum diverifikasi");
        await Expect(page.Locator("section[aria-labelledby=h-law]")).ToContainTextAsync("Pasal atau lampiran");
        await Expect(page.Locator("section[aria-labelledby=h-law]")).ToContainTextAsync("Permenaker");
        await Expect(page.Locator("section[aria-labelledby=h-cover]")).ToContainTextAsync("%");
        await Expect(page.Locator("section[aria-labelledby=h-occ] td.num.nowrap").First).ToContainTextAsync("ppm");
        await Expect(page.Locator("section[aria-labelledby=h-time] li").First).ToContainTextAsync("Insiden dibuka");
        Assert.True(await ChartInk(page) > 1000, "the chart is blank");
        await page.Locator("section[aria-labelledby=h-evidence] summary").ClickAsync();
        await Expect(page.Locator("section[aria-labelledby=h-evidence] tbody tr").First).ToBeVisibleAsync();

        await page.Locator("#note").FillAsync("Tim berangkat ke lokasi");
        await page.Locator("section[aria-labelledby=h-act] button.main").ClickAsync();
        await Expect(page.Locator(".said")).ToBeVisibleAsync();
        await Expect(page.Locator(".tags")).ToContainTextAsync("Diakui");
        await Expect(page.Locator("section[aria-labelledby=h-time]")).ToContainTextAsync("Tim berangkat ke lokasi");
        await page.GotoAsync("/incidents?q=" + number);
        await Expect(page.Locator("#list tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("#list tbody tr")).ToContainTextAsync("Diakui");
        await Expect(page.Locator("#list tbody tr button")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_list_is_filtered_and_sorted_as_the_reader_asks()
    {
        await using Visit visit = await SignedInAsync();
        IPage page = visit.Page;
        await WaitForLeakAsync(page);
        int all = await page.Locator("#list tbody tr").CountAsync();
        await page.Locator("#q").FillAsync("tidak ada yang cocok");
        await Expect(page.Locator("#list .empty")).ToBeVisibleAsync();
        await page.Locator("#q").FillAsync("");
        await Expect(page.Locator("#list tbody tr").First).ToBeVisibleAsync();
        await page.Locator("#severity").SelectOptionAsync("Critical");
        await Expect(page.Locator("#list tbody tr:not(:has(.sev.critical))")).ToHaveCountAsync(0);
        await Expect(page.Locator("#list tbody tr .sev.critical").First).ToBeVisibleAsync();
        Assert.Contains("severity=Critical", page.Url, StringComparison.Ordinal);

        await page.GotoAsync("/incidents?sort=ShareOfLimit&desc=1");
        IReadOnlyList<string> falling = await page.Locator("#list tbody td.share").AllInnerTextsAsync();
        Assert.Equal(falling.Select(Percent).OrderDescending(), falling.Select(Percent));
        await page.Locator("#list thead a[href*='sort=ShareOfLimit']").ClickAsync();
        await Expect(page.Locator("th[aria-sort=ascending]")).ToBeVisibleAsync();
        IReadOnlyList<string> rising = await page.Locator("#list tbody td.share").AllInnerTextsAsync();
        Assert.Equal(rising.Select(Percent).Order(), rising.Select(Percent));
        Assert.True(all > 1);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Without_scripts_the_list_is_filtered_the_incident_read_and_the_table_of_the_chart_opened()
    {
        await using Visit visit = await SignedInAsync(new Look(Script: false));
        IPage page = visit.Page;
        await WaitForLeakAsync(page);
        await page.Locator("#severity").SelectOptionAsync("Critical");
        await page.Locator("#filter button").First.ClickAsync();
        Assert.Contains("severity=Critical", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("#list tbody tr:not(:has(.sev.critical))")).ToHaveCountAsync(0);
        await OpenLeakAsync(page);
        await page.Locator("section[aria-labelledby=h-evidence] summary").ClickAsync();
        await Expect(page.Locator("section[aria-labelledby=h-evidence] tbody tr").First).ToBeVisibleAsync();
    }

    private async Task<Visit> SignedInAsync(Look? look = null)
    {
        Visit visit = await Visit.BeginAsync(chrome, plant.Address, look, await plant.SessionAsync(chrome));
        await visit.Page.GotoAsync("/incidents");
        return visit;
    }

    private static Task WaitForLeakAsync(IPage page) => Patience.ReloadUntilAsync(page, LeakRow);

    private static async Task<string> OpenLeakAsync(IPage page)
    {
        await WaitForLeakAsync(page);
        ILocator link = page.Locator(LeakRow + " th a").First;
        string number = await link.InnerTextAsync();
        await link.ClickAsync();
        await Expect(page.Locator("#h-evidence")).ToBeVisibleAsync();
        return number;
    }

    /// <summary>How many pixels of the chart's canvas are not transparent.</summary>
    private static async Task<int> ChartInk(IPage page)
    {
        await Expect(page.Locator(".chart canvas")).ToBeVisibleAsync();
        return await page.Locator(".chart canvas").EvaluateAsync<int>(
            "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }");
    }

    /// <summary>The percentage in a cell; −1 where there is a dash, as the list sorts it.</summary>
    private static int Percent(string text) => int.TryParse(
        string.Concat(text.Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture, out int percent) ? percent : -1;
}
