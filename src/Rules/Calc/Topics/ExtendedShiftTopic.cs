using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Lowering of an eight-hour limit for a longer shift.</summary>
internal static class ExtendedShiftTopic
{
    private const int DefaultDays = 5;

    private static readonly string[] WeekKeys = ["week_h", "hours_per_week", "week_hours", "weekly_hours"];
    private static readonly string[] LimitKeys = ["limit_mg_m3", "limit_ug_m3", "limit_ppm", "limit"];

    // The first that matches; the smaller of a model's two factors is used. The week is read only where a model needs it.
    private static readonly Model[] Models =
    [
        new("Brief & Scala daily", m => Says(m, "scala") && Says(m, "dai"), ExtendedShift.BriefScalaDaily, null),
        new("Brief & Scala weekly", m => Says(m, "scala") && Says(m, "week"), null, ExtendedShift.BriefScalaWeekly),
        new("Brief & Scala", m => Says(m, "scala"), ExtendedShift.BriefScalaDaily, ExtendedShift.BriefScalaWeekly, WeekOptional: true),
        new("OSHA/Quebec acute and chronic category", m => Says(m, "acute") && Says(m, "chronic"), ExtendedShift.HaberDaily, ExtendedShift.HaberWeekly),
        new("OSHA/Quebec acute category, 8/h", m => Says(m, "acute"), ExtendedShift.HaberDaily, null),
        new("OSHA/Quebec chronic category, 40/H", m => Says(m, "chronic") || Says(m, "cumulative"), null, ExtendedShift.HaberWeekly),
    ];

    private const string LeadRule = "OSHA lead 400/h";

    internal static readonly CalcTopic Topic = new(
        "chemical.extended_shift", "Factor and limit for a shift other than 8 h; never raises a limit.",
        "Brief and Scala 1975; IRSST T-22; 29 CFR 1910.1025(c)(2)",
        [
            Maybe("model", string.Join("; ", Models.Select(m => m.Name))), Maybe("rule", $"instead of a model: {LeadRule}"),
            Maybe("shift_h", "more than 0 and less than 24; a number or a row; only a weekly model with the hours of the week does without"),
            Maybe("days|days_per_week", "days a week, 1 to 7, for the weekly factor; 5 unless given where the model needs it"),
            Maybe(string.Join('|', WeekKeys), "hours a week instead of days, less than 168"),
            Maybe(string.Join('|', LimitKeys), "the eight-hour limit, 0 or more"),
        ],
        [
            Needed("reduction_factor", "at most 1"), Needed("factor", "the same"), Needed("model_used", "the model's or rule's full name"),
            Maybe("adjusted_mg_m3|adjusted_ug_m3|adjusted_ppm|adjusted", "unit of the limit given"), Maybe("limit_ug_m3", "for lead"),
        ])
    { Formula = Compute };

    private static void Compute(GivenReader g, AnswerWriter a)
    {
        string? form = g.FirstOf("model", "rule");
        if (form is null)
        {
            g.Fault("model", $"is missing; allowed: {string.Join("; ", Models.Select(m => m.Name))}; or rule: {LeadRule}");
            return;
        }
        string name = g.Text(form);
        if (!g.Sound)
            return;
        if (Says(name, "lead"))
            SetLead(g, a);
        else if (Array.Find(Models, m => m.Matches(name)) is { Name: not null } model)
            ComputeModel(g, a, model);
        else
            g.Unknown(form, name, [.. Models.Select(m => m.Name), LeadRule]);
    }

    private static Series Hours(GivenReader g) => g.Series("shift_h", new Allowed(0, 23.999999, LowOpen: true));

    private static void SetLead(GivenReader g, AnswerWriter a)
    {
        var hours = Hours(g);
        if (!g.Sound)
            return;
        a.Set("model_used", LeadRule);
        a.Set("limit_ug_m3", hours.Select(ExtendedShift.LeadMicrograms));
        SetFactor(a, hours.Select(h => ExtendedShift.LeadMicrograms(h) / ExtendedShift.LeadMicrograms(8)));
    }

    private static void ComputeModel(GivenReader g, AnswerWriter a, Model model)
    {
        bool weekAlone = model.Day is null && g.FirstOf(WeekKeys) is not null && !g.Has("shift_h");
        var hours = weekAlone ? new Series([double.NaN], false) : Hours(g);
        var week = model.Week is null ? null : WeekHours(g, hours, model.WeekOptional);
        string? limitKey = g.FirstOf(LimitKeys);
        double limit = limitKey is null ? double.NaN : g.Number(limitKey, Allowed.NotNegative);
        if (!g.Sound)
            return;
        var factor = new Series([.. hours.Values.Select((h, i) => Math.Min(
            model.Day?.Invoke(h) ?? 1,
            week is null ? 1 : model.Week?.Invoke(week[i]) ?? 1))], hours.IsRow);
        SetFactor(a, factor);
        a.Set("model_used", model.Name);
        if (limitKey is not null)
            a.Set(limitKey.Replace("limit", "adjusted", StringComparison.Ordinal), factor.Select(f => f * limit));
    }

    private static double[]? WeekHours(GivenReader g, Series hours, bool optional)
    {
        if (g.FirstOf(WeekKeys) is { } key)
        {
            double week = g.Number(key, new Allowed(0, 167.999999, LowOpen: true));
            return [.. hours.Values.Select(_ => week)];
        }
        string? daysKey = g.FirstOf("days", "days_per_week");
        if (daysKey is null && optional)
            return null;
        var allowed = Allowed.Count(1, 7);
        double days = daysKey is null ? g.Number("days", allowed, DefaultDays) : g.Number(daysKey, allowed);
        return [.. hours.Values.Select(h => h * days)];
    }

    private static void SetFactor(AnswerWriter a, Series factor)
    {
        a.Set("reduction_factor", factor);
        a.Set("factor", factor);
    }

    private static bool Says(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private sealed record Model(
        string Name, Func<string, bool> Matches, Func<double, double>? Day, Func<double, double>? Week, bool WeekOptional = false);
}
