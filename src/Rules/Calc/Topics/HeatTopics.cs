using K3Monitor.Rules.Formulas;
using K3Monitor.Rules.Formulas.Heat;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>WBGT, its limits and its schedules.</summary>
internal static class HeatTopics
{
    private static readonly CalcKey Metabolic = Needed("metabolic_W|metabolic_kcal_h|metabolic_W_m2", "of one person, more than 0; a number or a row");

    internal static readonly CalcTopic WbgtTopic = new(
        "heat.wbgt", "WBGT (ISBB) from its measured parts.", "ISO 7243:2017: 0.7 Tnwb + 0.3 Tg; in the sun 0.7 Tnwb + 0.2 Tg + 0.1 Ta",
        [
            Needed("t_nwb_C", "natural wet bulb, °C"), Needed("t_globe_C", "150 mm globe, °C"),
            Needed("solar", "true in the sun; no default, for a wrong one shifts the result by 1 to 3 °C"), Maybe("t_air_C", "°C; needed in the sun"),
        ],
        [Needed("wbgt_C", "°C")])
    { Formula = ComputeWbgt };

    internal static readonly CalcTopic WbgtTwa = new(
        "heat.wbgt_twa", "Hourly means of WBGT and metabolic rate against the NIOSH limit.", "NIOSH 2016-106 §8.1",
        [
            GivenTimes.Periods("wbgt", "C in °C"), GivenTimes.Periods("met", "W (or kcal_h) of one person"),
            Maybe("acclimatised", "true unless given"), Maybe("clothing_adjustment_C", "added to the WBGT; 0 unless given"),
        ],
        [
            Needed("wbgt_twa_C", "°C, without the clothing"), Needed("metabolic_twa_W", "W"),
            Maybe("rel_C", "limit, acclimatised"), Maybe("exceeds_rel", "mean above it"), Maybe("ral_C", "limit, not acclimatised"), Maybe("exceeds_ral", "mean above it"),
        ])
    { Formula = ComputeTwa };

    internal static readonly CalcTopic MetabolicTwa = new(
        "heat.metabolic_twa", "Time-weighted metabolic rate of work and rest.", "NIOSH 2016-106 §8.1; ISO 8996",
        [GivenTimes.Periods("periods", "W (or kcal_h) of one person")],
        [Needed("metabolic_twa_W", "W; null without time")])
    { Formula = ComputeMetabolic };

    internal static readonly CalcTopic Niosh = new(
        "heat.limit.niosh", "NIOSH limits: REL 56.7 − 11.5 log10 M, RAL 59.9 − 14.1 log10 M.", "NIOSH 2016-106 §8.1",
        [Metabolic, Maybe("acclimatised", "true for the REL, false for the RAL; both unless given")],
        [
            Maybe("rel_C", "°C WBGT"), Maybe("rel_rounded_C", "to the nearest half degree, for print only"),
            Maybe("ral_C", "°C WBGT"), Maybe("ral_rounded_C", "as above"),
        ])
    { Formula = ComputeNiosh };

    internal static readonly CalcTopic Erratum = new(
        "heat.published_erratum", "What the NIOSH equations give where figures read from charts differ.", "NIOSH 2016-106 §8.1 against §1.1.3",
        [Metabolic], Niosh.Expected)
    { Formula = ComputeNiosh };

    internal static readonly CalcTopic Iso7243 = new(
        "heat.limit.iso7243", "ISO reference WBGT by metabolic class (a look-up, not the NIOSH equation).", "ISO 7243:2017 Table A.1; ISO 8996 classes",
        [Metabolic], [Needed("acclimatised_C", "°C WBGT"), Needed("non_acclimatised_C", "°C WBGT")])
    { Formula = ComputeIso };

    internal static readonly CalcTopic RestBreak = new(
        "heat.rest_break.singapore", "Minutes of rest in the hour of outdoor work.", "Singapore Ministry of Manpower, heat stress measures for outdoor work",
        [Needed("wbgt_outdoor_C", "reading in °C, never rounded up"), Needed("activity", "light; heavy")],
        [Needed("rest_min_range_per_hour", "least and most, min")])
    { Formula = ComputeRest };

    internal static readonly CalcTopic Acclimatisation = new(
        "heat.acclimatisation", "Largest share of the shift in heat on each day.", "NIOSH 2016-106, acclimatisation schedule",
        [Needed("kind", "new worker; experienced returning worker"), Needed("day", "1 or more, whole; a number or a row")],
        [Needed("max_exposure_fraction", "0 to 1")])
    { Formula = ComputeAcclimatisation };

    internal static readonly CalcTopic Bands = new(
        "heat.band_edges", "Number of the 2 °C band; the lower edge belongs to it.", "Royal Netherlands Meteorological Institute, as in ECMWF thermofeel",
        [Needed("wbgt_C", "°C; a number or a row")], [Needed("band", "0 below 14 to 10 from 32")])
    { Formula = ComputeBands };

    private static void ComputeWbgt(GivenReader g, AnswerWriter a)
    {
        double wet = g.Number("t_nwb_C", Allowed.Celsius), globe = g.Number("t_globe_C", Allowed.Celsius);
        bool solar = g.Flag("solar");
        double? air = g.Maybe("t_air_C", Allowed.Celsius);
        if (g.Sound && solar && air is null)
            g.Fault("t_air_C", "is missing: the form for the sun needs the air temperature");
        if (g.Sound)
            a.Set("wbgt_C", solar ? Wbgt.Outdoor(wet, globe, air ?? double.NaN) : Wbgt.Indoor(wet, globe));
    }

    private static void ComputeTwa(GivenReader g, AnswerWriter a)
    {
        var wbgt = GivenTimes.Read(g.Rows("wbgt"), r => GivenTimes.NumberOf(r, Allowed.Celsius, "C", "wbgt_C"));
        var rates = GivenTimes.Read(g.Rows("met"), Watts);
        bool acclimatised = g.MaybeFlag("acclimatised") ?? true;
        double clothing = g.Number("clothing_adjustment_C", new Allowed(-5, 30), 0);
        if (g.Sound && Math.Abs(wbgt.Sum(p => p.Hours) - rates.Sum(p => p.Hours)) > 1e-6)
            g.Fault("met", "must last as long as wbgt: the limit is that of the same hour");
        if (!g.Sound)
            return;
        if (TimeWeighted.Mean(wbgt) is not { } heat || TimeWeighted.Mean(rates) is not { } rate)
        {
            g.Fault("wbgt", "the durations add up to 0");
            return;
        }
        a.Set("wbgt_twa_C", heat);
        a.Set("metabolic_twa_W", rate);
        double limit = acclimatised ? HeatLimits.NioshExposureLimit(rate) : HeatLimits.NioshAlertLimit(rate);
        a.Set(acclimatised ? "rel_C" : "ral_C", limit);
        a.Set(acclimatised ? "exceeds_rel" : "exceeds_ral", heat + clothing > limit);
    }

    private static void ComputeMetabolic(GivenReader g, AnswerWriter a)
    {
        var rates = GivenTimes.Read(g.Rows("periods"), Watts);
        if (g.Sound)
            a.SetOrNull("metabolic_twa_W", TimeWeighted.Mean(rates), "the durations add up to 0");
    }

    private static void ComputeNiosh(GivenReader g, AnswerWriter a)
    {
        g.Describes("printed_from_figures");
        var rate = Rate(g);
        bool? acclimatised = g.MaybeFlag("acclimatised");
        if (!g.Sound)
            return;
        if (acclimatised != false)
            SetLimit(a, "rel", rate.Select(HeatLimits.NioshExposureLimit));
        if (acclimatised != true)
            SetLimit(a, "ral", rate.Select(HeatLimits.NioshAlertLimit));
    }

    private static void SetLimit(AnswerWriter a, string name, Series limit)
    {
        a.Set($"{name}_C", limit);
        a.Set($"{name}_rounded_C", limit.Select(l => Math.Round(2 * l, MidpointRounding.AwayFromZero) / 2));
    }

    private static void ComputeIso(GivenReader g, AnswerWriter a)
    {
        g.Describes("mode");
        var rate = Rate(g);
        if (!g.Sound)
            return;
        a.Set("acclimatised_C", rate.Select(m => HeatLimits.Iso7243Reference(m, true)));
        a.Set("non_acclimatised_C", rate.Select(m => HeatLimits.Iso7243Reference(m, false)));
    }

    private static void ComputeRest(GivenReader g, AnswerWriter a)
    {
        double wbgt = g.Number("wbgt_outdoor_C", Allowed.Celsius);
        string activity = g.Text("activity");
        if (g.Sound && activity is not ("light" or "heavy"))
            g.Unknown("activity", activity, ["light", "heavy"]);
        if (!g.Sound)
            return;
        var (least, most) = SingaporeRules.RestMinutesPerHour(wbgt, activity == "heavy");
        a.Set("rest_min_range_per_hour", [least, most]);
    }

    private static void ComputeAcclimatisation(GivenReader g, AnswerWriter a)
    {
        string kind = g.Text("kind");
        var days = g.Series("day", Allowed.Count(1, 10_000));
        bool returning = kind.Contains("return", StringComparison.OrdinalIgnoreCase);
        if (g.Sound && !returning && !kind.Contains("new", StringComparison.OrdinalIgnoreCase))
            g.Unknown("kind", kind, ["new worker", "experienced returning worker"]);
        if (g.Sound)
            a.Set("max_exposure_fraction", days.Select(d => returning ? HeatLimits.ReturningWorkerShare((int)d) : HeatLimits.NewWorkerShare((int)d)));
    }

    private static void ComputeBands(GivenReader g, AnswerWriter a)
    {
        var wbgt = g.Series("wbgt_C", Allowed.Celsius);
        if (g.Sound)
            a.Set("band", wbgt.Select(w => Wbgt.Band(w)));
    }

    private static Series Rate(GivenReader g) => g.FirstOf("metabolic_W", "metabolic_kcal_h", "metabolic_W_m2") switch
    {
        "metabolic_kcal_h" => g.Series("metabolic_kcal_h", Allowed.Metabolic).Select(m => m * HeatLimits.WattsPerKilocalorieHour),
        "metabolic_W_m2" => g.Series("metabolic_W_m2", Allowed.Metabolic).Select(m => m * HeatLimits.BodySurface),
        _ => g.Series("metabolic_W", Allowed.Metabolic),
    };

    private static double Watts(GivenReader row) => row.FirstOf("W", "metabolic_W", "kcal_h") switch
    {
        "kcal_h" => row.Number("kcal_h", Allowed.Metabolic) * HeatLimits.WattsPerKilocalorieHour,
        { } key => row.Number(key, Allowed.Metabolic),
        null => row.Number("W", Allowed.Metabolic),
    };
}
