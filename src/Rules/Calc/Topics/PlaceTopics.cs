using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Lighting grids and enforcement scales.</summary>
internal static class PlaceTopics
{
    internal static readonly CalcTopic Grid = new(
        "lighting.grid", "Largest spacing of illuminance points.", "EN 12464-1:2021 §4.4: 0.2 × 5^log10(d), at most 10 m",
        [Needed("longer_dimension_m", "more than 0; a number or a row")], [Needed("max_spacing_m", "m")])
    { Formula = ComputeGrid };

    internal static readonly CalcTopic Demerit = new(
        "enforcement.demerit.singapore", "Months without work passes by demerit points of 18 months.", "Singapore Ministry of Manpower, revised demerit points system",
        [Needed("points_in_18_months", "0 or more, whole; a number or a row")],
        [Needed("debarment_months", "months"), Maybe("renewal_refused", "renewals too, from 125 points")])
    { Formula = ComputeDemerit };

    private static void ComputeGrid(GivenReader g, AnswerWriter a)
    {
        g.Describes("formula");
        var longer = g.Series("longer_dimension_m", new Allowed(0, 1e6, LowOpen: true));
        if (g.Sound)
            a.Set("max_spacing_m", longer.Select(LightingGrid.MaximumSpacing));
    }

    private static void ComputeDemerit(GivenReader g, AnswerWriter a)
    {
        var points = g.Series("points_in_18_months", Allowed.Count(0, 1_000_000));
        if (!g.Sound)
            return;
        a.Set("debarment_months", points.Select(p => SingaporeRules.DebarmentMonths(p)));
        if (!points.IsRow)
            a.Set("renewal_refused", SingaporeRules.RenewalRefused(points.Single));
    }
}
