using System.Globalization;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Tests.Limits;

public sealed class ShippedPacksTests
{
    [Fact]
    public void Every_shipped_pack_reads_without_fault_and_fits_the_others()
    {
        List<PackReading> readings = [.. ShippedPacks.Files().Select(f => RulePackReader.Read(File.ReadAllText(f), f))];
        Assert.True(readings.Count >= 3);
        Assert.Empty(readings.SelectMany(r => r.Faults));
        Assert.Empty(RulePackSet.Check([.. readings.Select(r => r.Pack!)]));
    }

    [Fact]
    public void Nothing_claims_to_be_verified_and_everything_has_a_source_and_advice_in_both_languages()
    {
        Assert.All(ShippedPacks.All.SelectMany(p => p.Limits), limit =>
        {
            Assert.False(limit.Verification.IsVerified);
            Assert.NotEmpty(limit.Source);
            Assert.NotEmpty(limit.Advice);
            Assert.All(limit.Advice, a => Assert.True(a.Id.Length > 0 && a.En.Length > 0 && a.Id != a.En));
        });
    }

    // The cells as facts.md 1.3 gives them: rows 75-100, 50-75, 25-50, 0-25 % of each hour; a blank is a dash.
    [Theory]
    [InlineData("light", "31.0 31.0 32.0 32.5")]
    [InlineData("moderate", "28.0 29.0 30.0 31.5")]
    [InlineData("heavy", "- 27.5 29.0 30.5")]
    [InlineData("very-heavy", "- - 28.0 30.0")]
    public void The_heat_table_has_the_cells_of_the_annex(string workload, string cells)
    {
        string[] rows = ["75-100", "50-75", "25-50", "0-25"];
        string[] expected = cells.Split(' ');
        for (int i = 0; i < rows.Length; i++)
        {
            Limit limit = ShippedPacks.Find($"id.permenaker-5-2018/isbb-{workload}-{rows[i]}");
            Assert.Equal(expected[i] == "-", limit.PatternNotPermitted);
            Assert.Equal(expected[i] == "-" ? null : double.Parse(expected[i], CultureInfo.InvariantCulture), limit.Value);
        }
    }

    [Fact]
    public void The_pack_keeps_the_hash_of_its_text()
    {
        Assert.All(ShippedPacks.All, p => Assert.Matches("^[0-9a-f]{64}$", p.Sha256));
    }
}
