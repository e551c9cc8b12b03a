using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Tests.Support;

namespace K3Monitor.Inspection.Tests.SiteFiles;

public sealed class SiteFileTests
{
    [Fact]
    public async Task The_example_imports_once_and_again_changes_nothing()
    {
        await using Plant plant = await Plant.OpenAsync();
        Assert.Equal(7, plant.Imported.Credentials.Count);
        Assert.Equal(7, plant.Imported.Credentials.Select(c => c.Password).Distinct().Count());
        SiteImport again = await plant.ImportAsync(Plant.Example());
        Assert.Empty(again.Changes);
        Assert.Empty(again.Credentials);
    }

    [Fact]
    public async Task A_changed_file_changes_only_what_differs_and_removes_nothing()
    {
        await using Plant plant = await Plant.OpenAsync();
        int point = plant.Point("tangki-1-h2s");
        SiteImport changed = await plant.ImportAsync(Plant.Example()
            .Replace("work_share: 80 ", "work_share: 60 ", StringComparison.Ordinal)
            .Replace("name: Area Tangki", "name: Tangki", StringComparison.Ordinal));
        Assert.Equal(["area pt-baja-nusantara/pengecoran: work_share: 80 → 60", "area pt-baja-nusantara/area-tangki: name: Area Tangki → Tangki"], changed.Changes);
        Assert.Equal(point, plant.Point("tangki-1-h2s"));
    }

    [Fact]
    public async Task A_point_that_would_measure_something_else_is_refused_and_nothing_of_the_file_is_kept()
    {
        await using Plant plant = await Plant.OpenAsync();
        string text = Plant.Example().Replace("name: Bengkel Pres", "name: Press", StringComparison.Ordinal)
            .Replace("{ name: h2s, quantity: gas.h2s, unit: ppm, min: 0, max: 100, resolution: 0.1 }", "{ name: h2s, quantity: gas.co, unit: ppm }", StringComparison.Ordinal)
            .Replace("quantity: gas.h2s", "quantity: gas.co", StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => plant.ImportAsync(text));
        Assert.Empty((await plant.ImportAsync(Plant.Example())).Changes);
    }

    [Fact]
    public async Task Only_an_administrator_imports()
    {
        await using Plant plant = await Plant.OpenAsync();
        SiteFile file = SiteFileReader.Read(Plant.Example(), "site.yaml").File!;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => plant.Get<ISiteImporter>().ImportAsync(Plant.Inspector, file, CancellationToken.None));
    }

    [Fact]
    public void All_faults_are_told_at_once_with_file_line_and_key()
    {
        const string Text = """
            company: { slug: Bad Slug, name: A }
            sites:
              - slug: a
                name: A
                province: Riau
                zone: SE Asia Standard Time
                colour: red
                areas:
                  - slug: b
                    name: B
                    work_share: 180
                    shifts: [{ name: P, start: "7:00", end: "15:00", days: [monday] }]
                    points:
                      - { slug: p, name: P, quantity: gas.co, interval: 0s, measured_by: [{ device: d, channel: x }] }
                devices:
                  - key: d
                    channels: [{ name: c, quantity: gas.co, unit: ppm, min: 5, max: 1 }, { name: c, quantity: nonsense, unit: ppm }]
            """;
        SiteReading reading = SiteFileReader.Read(Text, "x.yaml");
        Assert.Null(reading.File);
        Assert.All(reading.Faults, f => Assert.Equal("x.yaml", f.File));
        (int Line, string Key)[] expected =
        [
            (1, "company.slug"), (5, "sites[0].province"), (6, "sites[0].zone"), (7, "sites[0].colour"), (11, "sites[0].areas[0].work_share"),
            (12, "sites[0].areas[0].shifts[0].start"), (12, "sites[0].areas[0].shifts[0].days"), (14, "sites[0].areas[0].points[0].interval"),
            (14, "sites[0]: point p: measured_by"), (17, "sites[0].devices[0].channels[0].max"), (17, "sites[0].devices[0].channels[1].quantity"),
            (17, "sites[0].devices[0].channels[1].name"),
        ];
        Assert.Equal(expected.Order(), reading.Faults.Select(f => (f.Line, f.Key)).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("- a\n- b")]
    [InlineData("company: {slug: a")]
    [InlineData("company: 1\nsites: 2")]
    [InlineData("a: 1\n---\nb: 2")]
    public void What_is_no_site_file_is_a_fault_and_not_an_exception(string text) => Assert.NotEmpty(SiteFileReader.Read(text, "x.yaml").Faults);

    [Fact]
    public void A_channel_measures_for_one_point_at_a_time()
    {
        string text = Plant.Example().Replace("{ device: tk-gas-02, channel: co }", "{ device: tk-gas-01, channel: co }", StringComparison.Ordinal);
        SiteFault fault = Assert.Single(SiteFileReader.Read(text, "site.yaml").Faults);
        Assert.Contains("at the same time", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_nested_half_a_million_deep_is_one_fault_and_does_not_end_the_process()
    {
        SiteFault fault = Assert.Single(SiteFileReader.Read(new string('[', 500_000), "deep.yaml").Faults);
        Assert.Equal("deep.yaml:1: : is nested deeper than 16 levels", fault.ToString());
    }

    [Fact]
    public void Aliases_that_repeat_each_other_without_bound_are_cut_off_and_told()
    {
        static string Times(int count, string entry) => "[" + string.Join(",", Enumerable.Repeat(entry, count)) + "]";
        string text = $"company: {{slug: a, name: A}}\nx: &p {Times(100, "{slug: p, name: p, quantity: gas.co, interval: 1s}")}\n"
            + $"y: &a {Times(300, "{slug: a, name: a, points: *p}")}\nsites: {Times(300, "{slug: s, name: s, province: ID-KR, zone: Asia/Jakarta, areas: *a}")}\n";
        IReadOnlyList<SiteFault> faults = SiteFileReader.Read(text, "bomb.yaml").Faults;
        Assert.True(faults.Count <= 1000);
        Assert.Contains(faults, f => f.Message.Contains("more than 500000 entries", StringComparison.Ordinal));
    }
}
