using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Dose, permitted time and what is computed from them.</summary>
internal static class NoiseTopics
{
    private const double DefaultCriterion = 85;
    private const double DefaultExchange = 3;
    private const string NoDose = "the dose is 0: its level would be the logarithm of zero";

    private static readonly CalcKey Criterion = Maybe("criterion_dBA", "level permitted for 8 h, dB(A); 85 unless given");
    private static readonly CalcKey Exchange = Maybe("exchange_rate_dB", "dB that halve the time, more than 0; 3 unless given");
    private static readonly CalcKey Coefficient =
        Maybe("twa_coefficient|coefficient", "q of the average, more than 0; exchange rate / log10(2) unless given");

    internal static readonly CalcTopic Dose = new(
        "noise.dose", "Noise dose of a day and the level that gives it in 8 h.",
        "29 CFR 1910.95 App. A; NIOSH 98-126 §1.1",
        [
            GivenTimes.Periods("periods", "level_dBA"), Criterion, Exchange, Coefficient,
            Maybe("threshold_dBA", "lower levels do not count, the edge does; every level counts unless given"),
        ],
        [Needed("dose_percent", "%"), Needed("twa_dBA", "dB(A); null at dose 0")])
    { Formula = ComputeDose };

    internal static readonly CalcTopic DoseToTwa = new(
        "noise.dose_to_twa", "Level that would give a dose in 8 h.", "29 CFR 1910.95 App. A §II; NIOSH 98-126 §1.1.3",
        [Needed("dose_percent", "%, 0 or more; a number or a row"), Criterion, Coefficient, Exchange],
        [Needed("twa_dBA", "dB(A); null at dose 0")])
    { Formula = ComputeTwa };

    internal static readonly CalcTopic TwaToDose = new(
        "noise.twa_to_dose", "Dose of a level held for 8 h.", "29 CFR 1910.95 App. A §II, inverted",
        [Needed("twa_dBA", "dB(A); a number or a row"), Criterion, Coefficient, Exchange],
        [Needed("dose_percent", "%")])
    { Formula = ComputeDoseOfTwa };

    internal static readonly CalcTopic ReferenceDuration = new(
        "noise.reference_duration", "Time permitted at a level.", "29 CFR 1910.95 App. A; NIOSH 98-126 §1.1.1",
        [Needed("level_dBA|levels_dBA", "dB(A); a number or a row"), Criterion, Exchange],
        [Needed("duration_h", "h"), Needed("duration_min", "min"), Needed("duration_s", "s")])
    { Formula = ComputeDuration };

    internal static readonly CalcTopic ActionLevel = new(
        "noise.extended_shift_action_level", "Level that brings the action dose in a longer or shorter shift.",
        "OSHA Technical Manual III-5: AL = 16.61 log10(50 / (12.5 h)) + 90",
        [
            Needed("shift_h", "more than 0 to 24; a number or a row"),
            Maybe("criterion_dBA", "dB(A); 90 unless given"), Maybe("coefficient", "q; 16.61 unless given"),
            Maybe("action_dose_percent", "%; 50 unless given"),
        ],
        [Needed("action_level_dBA", "dB(A)")])
    { Formula = ComputeActionLevel };

    internal static readonly CalcTopic PublishedErratum = new(
        "noise.published_erratum", "What the formula gives where a printed table slipped.",
        "NIOSH 98-126 Tables 1-1 and 1-2; 29 CFR 1910.95 Table A-1, each against its own formula",
        [Maybe("level_dBA", "dB(A), for a time"), Maybe("dose_percent", "%, for a level"), Criterion, Exchange, Coefficient],
        [Maybe("duration_s", "s"), Maybe("duration_min", "min"), Maybe("duration_h", "h"), Maybe("twa_dBA", "dB(A)")])
    { Formula = ComputeErratum };

    internal static readonly CalcTopic Boundary = new(
        "noise.legal_boundary.singapore", "Whether noise is excessive: over 85 dB(A) for 8 h or over 140 dB(C) peak.",
        "Singapore WSH (Noise) Regulations 2011, reg. 2(2)",
        [Maybe("laeq8h_dBA", "dB(A)"), Maybe("lcpeak_dBC", "dB(C)")],
        [Needed("excessive", "true, false, or null when the missing part could decide")])
    { Formula = ComputeBoundary };

    private static void ComputeDose(GivenReader g, AnswerWriter a)
    {
        var periods = GivenTimes.Read(g.Rows("periods"), r => GivenTimes.NumberOf(r, Allowed.Level, "level_dBA", "laeq_dBA"));
        double criterion = g.Number("criterion_dBA", Allowed.Decibels, DefaultCriterion);
        double exchange = g.Number("exchange_rate_dB", Allowed.Positive, DefaultExchange);
        double? threshold = g.Maybe("threshold_dBA", Allowed.Level);
        double coefficient = CoefficientOr(g, exchange);
        if (!g.Sound)
            return;
        double dose = NoiseDose.Percent(periods, criterion, exchange, threshold);
        a.Set("dose_percent", dose);
        a.SetOrNull("twa_dBA", NoiseDose.TimeWeightedAverage(dose, criterion, coefficient), NoDose);
    }

    private static void ComputeTwa(GivenReader g, AnswerWriter a)
    {
        var dose = g.Series("dose_percent", Allowed.NotNegative);
        var (criterion, coefficient) = Parameters(g);
        if (g.Sound)
            SetTwa(a, dose, criterion, coefficient);
    }

    private static void ComputeDoseOfTwa(GivenReader g, AnswerWriter a)
    {
        var level = g.Series("twa_dBA", Allowed.Level);
        var (criterion, coefficient) = Parameters(g);
        if (g.Sound)
            a.Set("dose_percent", level.Select(l => NoiseDose.PercentOf(l, criterion, coefficient)));
    }

    private static void ComputeDuration(GivenReader g, AnswerWriter a)
    {
        var levels = GivenTimes.SeriesOf(g, Allowed.Level, "level_dBA", "levels_dBA");
        double criterion = g.Number("criterion_dBA", Allowed.Decibels, DefaultCriterion);
        double exchange = g.Number("exchange_rate_dB", Allowed.Positive, DefaultExchange);
        if (g.Sound)
            SetDuration(a, levels, criterion, exchange);
    }

    private static void ComputeActionLevel(GivenReader g, AnswerWriter a)
    {
        var hours = g.Series("shift_h", Allowed.DayHours);
        double criterion = g.Number("criterion_dBA", Allowed.Decibels, 90);
        double coefficient = g.Number("coefficient", Allowed.Positive, 16.61);
        double dose = g.Number("action_dose_percent", Allowed.Positive, 50);
        if (g.Sound)
            a.Set("action_level_dBA", hours.Select(h => NoiseDose.ActionLevel(h, criterion, coefficient, dose)));
    }

    private static void ComputeErratum(GivenReader g, AnswerWriter a)
    {
        g.Describes("printed_value_that_is_wrong");
        bool level = g.Has("level_dBA"), dose = g.Has("dose_percent");
        if (!level && !dose)
        {
            g.Fault("$", "give level_dBA, for a permitted time, or dose_percent, for a level");
            return;
        }
        double criterion = g.Number("criterion_dBA", Allowed.Decibels, DefaultCriterion);
        double exchange = g.Number("exchange_rate_dB", Allowed.Positive, DefaultExchange);
        double coefficient = CoefficientOr(g, exchange);
        var levels = level ? g.Series("level_dBA", Allowed.Level) : null;
        var doses = dose ? g.Series("dose_percent", Allowed.NotNegative) : null;
        if (!g.Sound)
            return;
        if (levels is not null)
            SetDuration(a, levels, criterion, exchange);
        if (doses is not null)
            SetTwa(a, doses, criterion, coefficient);
    }

    private static void ComputeBoundary(GivenReader g, AnswerWriter a)
    {
        double? level = g.Maybe("laeq8h_dBA", Allowed.Level), peak = g.Maybe("lcpeak_dBC", Allowed.Level);
        if (g.Sound && level is null && peak is null)
            g.Fault("$", "give laeq8h_dBA, lcpeak_dBC, or both");
        if (g.Sound)
            a.SetOrNull("excessive", SingaporeRules.ExcessiveNoise(level, peak), "one part is missing and the other does not exceed");
    }

    private static void SetDuration(AnswerWriter a, Series levels, double criterion, double exchange)
    {
        var seconds = levels.Select(l => NoiseDose.PermittedSeconds(l, criterion, exchange));
        a.Set("duration_h", seconds.Select(s => s / 3600));
        a.Set("duration_min", seconds.Select(s => s / 60));
        a.Set("duration_s", seconds);
    }

    private static void SetTwa(AnswerWriter a, Series dose, double criterion, double coefficient) => a.SetOrNull(
        "twa_dBA", [.. dose.Values.Select(d => NoiseDose.TimeWeightedAverage(d, criterion, coefficient))], dose.IsRow, NoDose);

    private static (double Criterion, double Coefficient) Parameters(GivenReader g)
    {
        double criterion = g.Number("criterion_dBA", Allowed.Decibels, DefaultCriterion);
        if (g.Has("coefficient") || g.Has("twa_coefficient"))
        {
            g.Describes("exchange_rate_dB");
            return (criterion, CoefficientOr(g, double.NaN));
        }
        return (criterion, NoiseDose.Coefficient(g.Number("exchange_rate_dB", Allowed.Positive, DefaultExchange)));
    }

    private static double CoefficientOr(GivenReader g, double exchange) => g.FirstOf("twa_coefficient", "coefficient") is { } key
        ? g.Number(key, Allowed.Positive)
        : NoiseDose.Coefficient(exchange);
}
