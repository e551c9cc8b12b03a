using K3Monitor.Rules.Formulas.Statistics;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Exposure statistics: EN 689 and lognormal samples.</summary>
internal static class StatisticsTopics
{
    private const string TooFew = "the statistical test of EN 689 needs at least 6 results";
    private const string NoLimit = "no oel was given";
    private static readonly string[] ResultKeys = ["values", "mg_m3", "ppm", "conc"];
    private static readonly Allowed Counts = Allowed.Count(2, 1000);
    private static readonly CalcKey Results = Needed(string.Join('|', ResultKeys), "row of at least 2 results, each more than 0");

    internal static readonly CalcTopic Preliminary = new(
        "statistics.en689_preliminary", "Preliminary test on 3, 4 or 5 results.", "EN 689:2018 §5.5.2: 0.1, 0.15, 0.2 of the limit",
        [Needed("ratio_to_oel", "row of 3 to 5 results over the limit, 0 or more")],
        [Needed("verdict", "C complies, NC does not, UC more results are needed; null outside 3 to 5 results")])
    { Formula = ComputePreliminary };

    internal static readonly CalcTopic UpperTolerance = new(
        "statistics.en689_ut", "U_T, the least compliance index for a number of results.", "EN 689:2018 Annex F (non-central t)",
        [Needed("n", "2 to 1000, whole; a number or a row"), Maybe("percentile", "0.95 unless given"), Maybe("confidence", "0.7 unless given")],
        [Needed("u_t", "dimensionless")])
    { Formula = (g, a) => ComputeFactor(g, a, "u_t", En689.Confidence) };

    internal static readonly CalcTopic Factor = new(
        "statistics.tolerance_factor", "One-sided tolerance factor of a normal sample.", "Non-central t; Hahn and Meeker; AIHA",
        [Needed("n", "2 to 1000, whole; a number or a row"), Maybe("percentile", "0.95 unless given"), Maybe("confidence", "0.95 unless given")],
        [Needed("k", "dimensionless")])
    { Formula = (g, a) => ComputeFactor(g, a, "k", 0.95) };

    internal static readonly CalcTopic LognormalTopic = new(
        "statistics.lognormal", "Lognormal and plain statistics of results; against a limit when one is given.", "EN 689:2018; AIHA",
        [Results, Maybe("oel", "limit in the unit of the results, more than 0")],
        [
            Needed("n", "number of results"), Needed("gm", "geometric mean"), Needed("gsd", "geometric standard deviation"),
            Needed("mean", "arithmetic mean"), Needed("sd", "standard deviation, n − 1"), Needed("p95", "95th percentile"),
            Maybe("exceedance_fraction", "share over the limit"), Maybe("u_r", "compliance index"), Maybe("u_t", "least index"), Maybe("en689_compliant", "u_r ≥ u_t; null with fewer than 6 results"),
        ])
    { Formula = ComputeLognormal };

    internal static readonly CalcTopic Percentile = new(
        "statistics.percentile", "95th percentile and its upper tolerance limit.", "p95 = exp(y + z s); UTL = exp(y + k s)",
        [
            Results, Maybe("z", "normal quantile; that of 0.95 unless given"), Maybe("k_utl9595", "tolerance factor; computed unless given"),
            Maybe("oel", "limit in the unit of the results, more than 0"),
        ],
        [Needed("p95", "unit of the results"), Needed("utl95_95", "unit of the results"), Maybe("u_r", "compliance index"), Maybe("u_t", "least index"), Maybe("en689_compliant", "as in statistics.lognormal")])
    { Formula = ComputePercentile };

    private static void ComputePreliminary(GivenReader g, AnswerWriter a)
    {
        var ratios = g.Series("ratio_to_oel", Allowed.NotNegative);
        if (!g.Sound)
            return;
        switch (En689.Preliminary(ratios.Values))
        {
            case PreliminaryVerdict.Complies: a.Set("verdict", "C"); break;
            case PreliminaryVerdict.Fails: a.Set("verdict", "NC"); break;
            case PreliminaryVerdict.Undecided: a.Set("verdict", "UC"); break;
            default: a.Null("verdict", "the preliminary test is for 3, 4 or 5 results"); break;
        }
    }

    private static void ComputeFactor(GivenReader g, AnswerWriter a, string key, double confidence)
    {
        var counts = g.Series("n", Counts);
        double percentile = g.Number("percentile", Allowed.Probability, En689.Percentile);
        confidence = g.Number("confidence", Allowed.Probability, confidence);
        if (g.Sound && counts.Values.Length > 200)
            g.Fault("n", "at most 200 numbers at once");
        if (g.Sound)
            a.Set(key, counts.Select(n => ToleranceFactor.OneSided((int)n, percentile, confidence)));
    }

    private static void ComputeLognormal(GivenReader g, AnswerWriter a)
    {
        var (sample, limit) = Read(g);
        if (!g.Sound)
            return;
        a.Set("n", sample.Count);
        a.Set("gm", sample.GeometricMean);
        a.Set("gsd", sample.GeometricDeviation);
        a.Set("mean", sample.Mean);
        a.Set("sd", sample.Deviation);
        a.Set("p95", sample.Upper(Normal.Quantile(En689.Percentile)));
        if (limit is not { } oel)
            return;
        SetCompliance(a, sample, oel);
        if (sample.LogDeviation > 0)
            a.Set("exceedance_fraction", sample.Exceedance(oel));
    }

    private static void ComputePercentile(GivenReader g, AnswerWriter a)
    {
        var (sample, limit) = Read(g);
        double? z = g.Maybe("z", new Allowed(-40, 40)), k = g.Maybe("k_utl9595", new Allowed(-1000, 1000));
        if (!g.Sound)
            return;
        a.Set("p95", sample.Upper(z ?? Normal.Quantile(En689.Percentile)));
        a.Set("utl95_95", sample.Upper(k ?? ToleranceFactor.OneSided(sample.Count, 0.95, 0.95)));
        if (limit is { } oel)
            SetCompliance(a, sample, oel);
        else
            a.Null("en689_compliant", NoLimit);
    }

    private static void SetCompliance(AnswerWriter a, Lognormal sample, double oel)
    {
        if (sample.LogDeviation > 0)
            a.Set("u_r", sample.ComplianceIndex(oel));
        else
            a.Null("u_r", "all results are equal: the index divides by their spread");
        if (sample.Count >= En689.FewestForTest)
            a.Set("u_t", ToleranceFactor.OneSided(sample.Count, En689.Percentile, En689.Confidence));
        a.SetOrNull("en689_compliant", sample.LogDeviation > 0 ? En689.Complies(sample, oel) : null, TooFew + " that differ");
    }

    private static (Lognormal Sample, double? Limit) Read(GivenReader g)
    {
        var values = g.Series(g.FirstOf(ResultKeys) ?? ResultKeys[0], Allowed.Positive, least: 2);
        if (g.Sound && values.Values.Length is < 2 or > 1000)
            g.Fault(ResultKeys[0], "2 to 1000 results are needed");
        return (Lognormal.Of(values.Values), g.Maybe("oel", Allowed.Positive));
    }
}
