using CsCheck;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Tests.Limits;

public sealed class RulePackReaderTests
{
    private const string Good = """
        pack: id.test
        edition: "1"
        title: {id: Uji, en: Test}
        instrument: Test 1/2026
        jurisdiction: ID
        in_force: {from: 2020-01-01, to: 2030-01-01}
        advice_lists:
          gas:
            - {id: Hentikan, en: Stop}
        limits:
          - id: co
            kind: time-weighted-average
            quantity: gas.co
            title: {id: KM, en: CO}
            article: {id: Lampiran, en: Annex}
            value: 25
            unit: ppm
            comparison: above
            averaging: 8h
            min_coverage: 0.75
            applies: {workload: heavy, work_share_above: 25, work_share_to: 50, confined_space: false}
            severity: high
            advice: gas
            verification: {by: A. Pengawas, on: 2026-01-02, against: BN 2018/567}
            source: a page
            confidence: medium

        """;

    [Fact]
    public void Every_key_of_a_pack_arrives_where_it_belongs()
    {
        PackReading reading = RulePackReader.Read(Good, "good.yaml");
        Assert.Empty(reading.Faults);
        RulePack pack = reading.Pack!;
        Assert.Equal(("id.test", "1", "Test 1/2026", "ID", "good.yaml"), (pack.Id, pack.Edition, pack.Instrument, pack.Jurisdiction, pack.File));
        Assert.True(pack.IsInForceOn(new DateOnly(2029, 12, 31)));
        Assert.False(pack.IsInForceOn(new DateOnly(2030, 1, 1)));
        Limit limit = Assert.Single(pack.Limits);
        Assert.Equal(("id.test/co", "1", LimitKind.TimeWeightedAverage, "ppm"), (limit.Id, limit.Edition, limit.Kind, limit.Unit));
        Assert.Equal((25.0, null, TimeSpan.FromHours(8), 0.75), (limit.Value, limit.LowerValue, limit.AveragingTime, limit.MinimumCoverage));
        Assert.Equal(QuantityCatalogue.CarbonMonoxide, limit.Quantity);
        Assert.Equal(new AreaConditions(Workload.Heavy, 25, 50, false), limit.Applies);
        Assert.Equal(new Verification("A. Pengawas", new DateOnly(2026, 1, 2), "BN 2018/567"), limit.Verification);
        Assert.Equal([new LocalText("Hentikan", "Stop")], limit.Advice);
        Assert.Equal((Severity.High, "a page", "medium"), (limit.Severity, limit.Source, limit.Confidence));
    }

    // What is changed in the good file; the line, the key and a part of the message that must come back.
    [Theory]
    [InlineData("value: 25", "value: NaN", 16, "limits[0].value", "must be a number")]
    [InlineData("value: 25", "value: .inf", 16, "limits[0].value", "must be a number")]
    [InlineData("value: 25", "value: \"25,5\"", 16, "limits[0].value", "must be a number")]
    [InlineData("value: 25", "value: -1", 16, "limits[0].value", "above 0")]
    [InlineData("value: 25", "value: [1, 2]", 16, "limits[0].value", "not a list")]
    [InlineData("value: 25", "value:", 16, "limits[0].value", "is missing")]
    [InlineData("value: 25", "valeu: 25", 16, "limits[0].valeu", "is not a known key")]
    [InlineData("value: 25", "value: 25\n    value: 26", 17, "value", "there already")]
    [InlineData("unit: ppm", "unit: mg/m³", 17, "limits[0].unit", "must be ppm")]
    [InlineData("unit: ppm", "unit: furlong", 17, "limits[0].unit", "must be ppm")]
    [InlineData("gas.co", "gas.xyz", 13, "limits[0].quantity", "must be one of")]
    [InlineData("gas.co", "sound.laeq", 13, "limits[0].quantity", "averaged arithmetically")]
    [InlineData("kind: time-weighted-average", "kind: mean", 12, "limits[0].kind", "must be one of")]
    [InlineData("kind: time-weighted-average", "kind: ceiling", 19, "limits[0].averaging", "does not belong")]
    [InlineData("kind: time-weighted-average", "kind: short-term", 19, "limits[0].averaging", "at most 1h")]
    [InlineData("min_coverage: 0.75", "min_coverage: 75", 20, "limits[0].min_coverage", "from 0 to 1")]
    [InlineData("min_coverage: 0.75", "min_coverage: 0", 20, "limits[0].min_coverage", "above 0")]
    [InlineData("averaging: 8h", "averaging: 8", 19, "limits[0].averaging", "must be a duration")]
    [InlineData("work_share_above: 25", "work_share_above: 60", 21, "limits[0].applies.work_share_above", "less than")]
    [InlineData("to: 2030-01-01", "to: 2019-01-01", 6, "in_force.to", "after from")]
    [InlineData("from: 2020-01-01", "from: 01/02/2020", 6, "in_force.from", "must be a day")]
    [InlineData("advice: gas", "advice: none", 23, "limits[0].advice", "name of one")]
    [InlineData("edition: \"1\"\n", "", 1, "edition", "is missing")]
    [InlineData("pack: id.test", "pack: Id Test", 1, "pack", "lower-case")]
    [InlineData("{id: KM, en: CO}", "CO", 14, "limits[0].title", "must be a mapping")]
    [InlineData("source: a page", "source: *page", 25, "", "aliases")]
    [InlineData("source: a page", "source: 'a page", 25, "", "not readable as YAML")]
    public void A_fault_names_its_line_and_key(string old, string now, int line, string key, string part)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        PackReading reading = RulePackReader.Read(Good.Replace(old, now, StringComparison.Ordinal), "bad.yaml");
        Assert.Null(reading.Pack);
        Assert.Contains(reading.Faults, f => f.Key == key && f.Message.Contains(part, StringComparison.Ordinal) && (f.Line == line || part.StartsWith("not readable", StringComparison.Ordinal)));
        Assert.All(reading.Faults, f => Assert.Equal("bad.yaml", f.File));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        string bad = Good.Replace("value: 25", "value: x", StringComparison.Ordinal)
            .Replace("unit: ppm", "unit: kg", StringComparison.Ordinal)
            .Replace("severity: high", "severity: huge", StringComparison.Ordinal)
            .Replace("jurisdiction: ID", "jurisdction: ID", StringComparison.Ordinal);
        PackReading reading = RulePackReader.Read(bad, "bad.yaml");
        Assert.Equal(
            ["jurisdiction", "jurisdction", "limits[0].value", "limits[0].unit", "limits[0].severity"],
            reading.Faults.Select(f => f.Key));
        Assert.Equal("bad.yaml:16: limits[0].value: 'x' must be a number from -1000000 to 1000000", reading.Faults[2].ToString());
    }

    [Fact]
    public void The_same_limit_twice_is_a_fault()
    {
        string twice = Good + Good[Good.IndexOf("  - id: co", StringComparison.Ordinal)..];
        Assert.Contains(RulePackReader.Read(twice, "f").Faults, f => f.Key == "limits[1].id");
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("- a\n- b")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("? [a, b]\n: 1")]
    [InlineData("\t\t: x")]
    [InlineData("a: &x [*x, *x]")]
    public void What_is_no_pack_is_refused(string text)
    {
        PackReading reading = RulePackReader.Read(text, "f");
        Assert.Null(reading.Pack);
        Assert.NotEmpty(reading.Faults);
    }

    [Fact]
    public void Deep_nesting_and_long_files_are_refused_unread()
    {
        Assert.Contains("deeper", Assert.Single(RulePackReader.Read(new string('[', 100_000), "f").Faults).Message, StringComparison.Ordinal);
        Assert.Contains("longer", Assert.Single(RulePackReader.Read(new string('a', RulePackReader.MostCharacters + 1), "f").Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_makes_the_reader_throw() => Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 40], Gen.String["[]{}:-,&*!|>'\"%@`#? \n\tax0"]).Sample(
        (at, length, put) =>
        {
            string text = Good[..at] + put + Good[Math.Min(Good.Length, at + length)..];
            PackReading reading = RulePackReader.Read(text, "f");
            Assert.Equal(reading.Pack is null, reading.Faults.Count > 0);
        },
        iter: 3000);

    [Fact]
    public void Packs_that_hold_on_the_same_days_do_not_go_together()
    {
        RulePack first = RulePackReader.Read(Good, "a").Pack!;
        RulePack same = RulePackReader.Read(Good, "b").Pack!;
        RulePack overlapping = RulePackReader.Read(Good.Replace("edition: \"1\"", "edition: \"2\"", StringComparison.Ordinal), "c").Pack!;
        RulePack after = overlapping with { InForceFrom = new DateOnly(2030, 1, 1), InForceTo = null };
        Assert.Empty(RulePackSet.Check([first, after]));
        Assert.Equal("edition", Assert.Single(RulePackSet.Check([first, same])).Key);
        Assert.Equal("in_force", Assert.Single(RulePackSet.Check([first, overlapping])).Key);
    }
}
