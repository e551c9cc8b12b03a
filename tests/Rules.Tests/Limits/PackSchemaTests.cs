using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Limits.Reading;

namespace K3Monitor.Rules.Tests.Limits;

/// <summary>Templates, kinds that are not judged, and what the tables need beside a value.</summary>
public sealed class PackSchemaTests
{
    private const string Good = """
        pack: id.test
        edition: "1"
        title: {id: Uji, en: Test}
        instrument: Test 1/2026
        jurisdiction: ID
        use: comparison
        in_force: {from: 2020-01-01}
        sources: {S1: a page}
        advice_lists:
          gas:
            - {id: Hentikan, en: Stop}
        templates:
          nab:
            kind: time-weighted-average
            averaging: 8h
            unit: ppm
            min_coverage: 0.75
            severity: high
            advice: gas
            verification: unverified
            article: {id: Lampiran, en: Annex}
          row:
            kind: permitted-duration
            not_judged: {id: Dihitung dalam dosis, en: Counted in the dose}
        limits:
          - id: benzene
            like: nab
            quantity: gas.benzene
            cas: 71-43-2
            title: {id: Benzena, en: Benzene}
            value: 0.5
            equivalent: {value: 1.6, unit: mg/m³}
            notation: [A1, skin]
            mixture_group: blood
            divisor: shift
            in_force: {from: 2024-01-01, to: 2025-01-01}
            source: S1
            confidence: low
          - id: row
            like: [row, nab]
            averaging:
            quantity: sound.laeq
            unit: dB(A)
            title: {id: Baris, en: Row}
            value: 88
            daily_time: {from: 1h, to: 4h}
            source: S1
            confidence: high

        """;

    [Fact]
    public void What_a_template_says_holds_where_a_limit_says_nothing()
    {
        PackReading reading = RulePackReader.Read(Good, "good.yaml");
        Assert.Empty(reading.Faults);
        RulePack pack = reading.Pack!;
        Assert.Equal((PackUse.Comparison, "a page"), (pack.Use, pack.Sources["S1"]));
        Limit benzene = pack.Limits[0];
        Assert.Equal(("71-43-2", "blood", new FigureInUnit(1.6, "mg/m³"), true), (benzene.Cas, benzene.MixtureGroup, benzene.Equivalent, benzene.DividesByShift));
        Assert.Equal(["A1", "skin"], benzene.Notation);
        Assert.Equal((false, true, false), (benzene.IsInForceOn(new DateOnly(2023, 12, 31)), benzene.IsInForceOn(new DateOnly(2024, 1, 1)), benzene.IsInForceOn(new DateOnly(2025, 1, 1))));
        Limit row = pack.Limits[1];
        Assert.Equal((LimitKind.PermittedDuration, new DailyTime(TimeSpan.FromHours(1), TimeSpan.FromHours(4)), "Counted in the dose"), (row.Kind, row.DailyTime, row.NotJudged!.En));
        Assert.Equal(new DateOnly(2020, 1, 1), row.InForceFrom);
    }

    [Theory]
    [InlineData("71-43-2", "71-43-3", "limits[0].cas", "check digit")]
    [InlineData("71-43-2", "50-00-0", "limits[0].cas", "another substance")]
    [InlineData("[A1, skin]", "[A9]", "limits[0].notation", "must be one of")]
    [InlineData("like: nab", "like: nob", "limits[0].like", "under templates")]
    [InlineData("    averaging: 8h", "    averaging: 8x", "templates.nab.averaging", "must be a duration")]
    [InlineData("not_judged: {id: Dihitung dalam dosis, en: Counted in the dose}", "severity: low", "limits[1].not_judged", "must be told")]
    [InlineData("daily_time: {from: 1h, to: 4h}", "daily_time: {from: 5h, to: 4h}", "limits[1].daily_time.from", "less than")]
    [InlineData("    value: 88\n    daily_time: {from: 1h, to: 4h}", "    value: 88", "limits[1].daily_time", "is missing")]
    [InlineData("divisor: shift", "rest_per_hour: 5min", "limits[0].rest_per_hour", "belongs only")]
    [InlineData("source: S1\n    confidence: low", "source: S2\n    confidence: low", "limits[0].source", "not under sources")]
    [InlineData("confidence: low", "confidence: none", "limits[0].confidence", "no figure was found")]
    [InlineData("unit: mg/m³", "unit: stones", "limits[0].equivalent.unit", "must be one of")]
    [InlineData("use: comparison", "use: show", "use", "must be one of")]
    [InlineData("jurisdiction: ID", "jurisdiction: Indonesia", "jurisdiction", "two capitals")]
    public void A_fault_names_its_key(string old, string now, string key, string part)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        PackReading reading = RulePackReader.Read(Good.Replace(old, now, StringComparison.Ordinal), "bad.yaml");
        Assert.Contains(reading.Faults, f => f.Key == key && f.Message.Contains(part, StringComparison.Ordinal));
        Assert.Equal(reading.Faults.Distinct(), reading.Faults);
    }

    [Theory]
    [InlineData("7732-18-5", true)]
    [InlineData("7732-18-4", false)]
    [InlineData("7732185", false)]
    [InlineData("1-18-5", false)]
    public void A_cas_number_carries_its_check_digit(string text, bool sound) => Assert.Equal(sound, CasNumber.IsSound(text));

    [Theory]
    [InlineData("Asia/Jakarta", "ID-KR", "ID")]
    [InlineData("Asia/Singapore", null, "SG")]
    [InlineData("Asia/Jakarta", "SG-01", "SG")]
    [InlineData("Asia/Jayapura", null, "ID")]
    public void The_law_follows_from_the_province_or_else_the_zone(string zone, string? province, string expected) =>
        Assert.Equal(expected, Jurisdictions.Default(zone, province));

    [Fact]
    public void A_pack_judges_the_sites_of_its_own_country_and_one_for_comparison_none()
    {
        RulePack comparison = RulePackReader.Read(Good, "good.yaml").Pack!;
        RulePack law = comparison with { Use = PackUse.Law };
        Assert.Equal((true, false, true), (law.JudgesAt("ID"), law.JudgesAt("SG"), law.JudgesAt(null)));
        Assert.Equal((false, true), (comparison.JudgesAt("ID"), comparison.JudgesAt(null)));
        Assert.True((law with { Jurisdiction = RulePack.OwnJurisdiction }).JudgesAt("SG"));
    }
}
