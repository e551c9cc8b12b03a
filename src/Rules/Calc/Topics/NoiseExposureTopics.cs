using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Equal-energy exposure, points, weeks and hearing protection.</summary>
internal static class NoiseExposureTopics
{
    private const string NoExposure = "there is no exposure time: its level would be the logarithm of zero";

    private static readonly (string Name, Func<string, bool> Matches, Func<double, double, double> Formula)[] Protection =
    [
        ("OSHA 50 percent field derating, dual protection", m => Says(m, "dual"), HearingProtector.DualDerated),
        ("OSHA 50 percent field derating", m => Says(m, "derat"), HearingProtector.FieldDerated),
        ("1910.95 App B C-weighted (NRR)", m => Says(m, "C-weighted"), HearingProtector.FromCWeighted),
        ("1910.95 App B A-weighted (NRR-7)", m => Says(m, "A-weighted") || Says(m, "NRR-7"), HearingProtector.FromAWeighted),
    ];

    internal static readonly CalcTopic EnergyAverage = new(
        "noise.energy_average", "Energy mean of sound levels, and the arithmetic mean that must not be used.", "ISO 9612:2009 eq. 7",
        [
            Maybe("laeq_samples_dBA", "row of dB(A), equally long"), Maybe("hours", "row of weights, one a sample; equal unless given"),
            Maybe("periods", $"instead: row of objects with laeq_dBA and a duration ({GivenTimes.Spellings})"),
        ],
        [Needed("energy_mean_dBA", "dB(A)"), Needed("arithmetic_mean_wrong", "dB(A), for comparison only")])
    { Formula = ComputeEnergyMean };

    internal static readonly CalcTopic Lex8h = new(
        "noise.lex8h", "Daily noise exposure level from tasks, or from samples of one job.", "ISO 9612:2009; ISO 1999:2013; HSE L108 App. 3",
        [
            Maybe("tasks", $"row of objects with laeq_dBA or a row laeq_samples_dBA, and a duration ({GivenTimes.Spellings})"),
            Maybe("laeq_samples_dBA", "instead of tasks: row of dB(A) of one job"),
            Maybe("effective_day_h", "with laeq_samples_dBA: more than 0 to 24"),
        ],
        [
            Needed("lex8h_dBA", "dB(A); null without exposure time"), Maybe("laeq_te_dBA", "energy mean over the time worked"),
            Maybe("points_total", "100 is 85 dB(A) for 8 h"), Maybe("task_lex_dBA", "row"), Maybe("task_points", "row"), Maybe("points_per_hour", "row"),
        ])
    { Formula = ComputeLex };

    internal static readonly CalcTopic Points = new(
        "noise.exposure_points", "Exposure points of a daily level.", "HSE L108 App. 3 §5: 100 × 10^((L − 85) / 10)",
        [Needed("lex8h_dBA", "dB(A); a number or a row")], [Needed("points", "100 is 85 dB(A)")])
    { Formula = ComputePoints };

    internal static readonly CalcTopic TimeToAction = new(
        "noise.time_to_action_value", "Hours at a level until a daily exposure is reached.", "HSE L108 Fig. 26: 8 × 10^((target − L) / 10)",
        [Needed("laeq_dBA", "dB(A); a number or a row"), Needed("target_lex_dBA", "dB(A)")], [Needed("hours", "h; over 24 means never in a day")])
    { Formula = ComputeTime };

    internal static readonly CalcTopic Weekly = new(
        "noise.weekly", "Day points from daily levels, or the weekly level from points.", "HSE weekly ready-reckoner; Directive 2003/10/EC art. 2(c)",
        [
            Maybe("lex_d_dBA", "daily levels, dB(A); a number or a row"), Maybe("weekly_points", "instead: points of a week; a number or a row"),
            Maybe("divisor_days", "more than 0; 5 unless given, whatever the days worked"),
        ],
        [Maybe("points", "of each day"), Maybe("weekly_points", "their sum, of up to 7 days"), Maybe("lex_w_dBA", "dB(A); also from up to 7 daily levels taken as one week")])
    { Formula = ComputeWeek };

    internal static readonly CalcTopic Protector = new(
        "noise.hearing_protector", "Level under a hearing protector by its noise reduction rating.", "OSHA Technical Manual III-5 App. E; 29 CFR 1910.95 App. B",
        [
            Needed("exposure_dBA|exposure_dBC", "level outside; dB(C) with the C-weighted method"), Needed("nrr_dB", "rating, 0 or more"),
            Needed("method", string.Join("; ", Protection.Select(p => p.Name))),
        ],
        [Needed("protected_dBA", "dB(A)"), Needed("method_used", "the method's full name")])
    { Formula = ComputeProtector };

    private static void ComputeEnergyMean(GivenReader g, AnswerWriter a)
    {
        if (g.FirstOf("laeq_samples_dBA", "periods") == "periods")
        {
            ComputeMeanOfPeriods(g, a);
            return;
        }
        var levels = g.Series("laeq_samples_dBA", Allowed.Level);
        var hours = g.Has("hours") ? g.Series("hours", Allowed.Hours) : null;
        if (hours is not null && hours.Values.Length != levels.Values.Length)
            g.Fault("hours", "one weight a sample is needed");
        if (!g.Sound)
            return;
        if (hours is null)
            a.Set("energy_mean_dBA", NoiseLevels.EnergyMean(levels.Values));
        else
            a.SetOrNull("energy_mean_dBA", NoiseLevels.EnergyMean([.. levels.Values.Zip(hours.Values)]), NoExposure);
        a.Set("arithmetic_mean_wrong", levels.Values.Average());
    }

    private static void ComputeMeanOfPeriods(GivenReader g, AnswerWriter a)
    {
        var periods = GivenTimes.Read(g.Rows("periods"), LevelOfTask);
        if (!g.Sound)
            return;
        a.SetOrNull("energy_mean_dBA", NoiseLevels.EnergyMean(periods), NoExposure);
        a.SetOrNull("arithmetic_mean_wrong", TimeWeighted.Mean(periods), NoExposure);
    }

    private static void ComputeLex(GivenReader g, AnswerWriter a)
    {
        if (g.FirstOf("tasks", "laeq_samples_dBA") == "laeq_samples_dBA")
            ComputeJob(g, a);
        else
            ComputeTasks(g, a);
    }

    private static void ComputeJob(GivenReader g, AnswerWriter a)
    {
        var levels = g.Series("laeq_samples_dBA", Allowed.Level);
        double hours = g.Number("effective_day_h", Allowed.DayHours);
        if (!g.Sound)
            return;
        double mean = NoiseLevels.EnergyMean(levels.Values);
        double? exposure = NoiseLevels.DailyExposure([(mean, hours)]);
        a.Set("laeq_te_dBA", mean);
        a.SetOrNull("lex8h_dBA", exposure, NoExposure);
        a.Set("points_total", NoiseLevels.PointsPerHour(mean) * hours);
    }

    private static void ComputeTasks(GivenReader g, AnswerWriter a)
    {
        var tasks = GivenTimes.Read(g.Rows("tasks"), LevelOfTask);
        if (g.Sound && tasks.Sum(t => t.Hours) > 24)
            g.Fault("tasks", "the tasks of one day last more than 24 h");
        if (!g.Sound)
            return;
        a.SetOrNull("lex8h_dBA", NoiseLevels.DailyExposure(tasks), NoExposure);
        a.SetOrNull("laeq_te_dBA", NoiseLevels.EnergyMean(tasks), NoExposure);
        a.Set("points_total", tasks.Sum(t => NoiseLevels.PointsPerHour(t.Value) * t.Hours));
        a.SetOrNull("task_lex_dBA", [.. tasks.Select(t => NoiseLevels.DailyExposure([t]))], true, NoExposure);
        a.Set("task_points", tasks.Select(t => NoiseLevels.PointsPerHour(t.Value) * t.Hours));
        a.Set("points_per_hour", tasks.Select(t => NoiseLevels.PointsPerHour(t.Value)));
    }

    private static double LevelOfTask(GivenReader row)
    {
        if (row.FirstOf("laeq_dBA", "level_dBA", "laeq_samples_dBA") != "laeq_samples_dBA")
            return GivenTimes.NumberOf(row, Allowed.Level, "laeq_dBA", "level_dBA");
        return NoiseLevels.EnergyMean(row.Series("laeq_samples_dBA", Allowed.Level).Values);
    }

    private static void ComputePoints(GivenReader g, AnswerWriter a)
    {
        var levels = g.Series("lex8h_dBA", Allowed.Level);
        if (g.Sound)
            a.Set("points", levels.Select(NoiseLevels.Points));
    }

    private static void ComputeTime(GivenReader g, AnswerWriter a)
    {
        var levels = g.Series("laeq_dBA", Allowed.Level);
        double target = g.Number("target_lex_dBA", Allowed.Level);
        if (g.Sound)
            a.Set("hours", levels.Select(l => NoiseLevels.HoursTo(l, target)));
    }

    private static void ComputeWeek(GivenReader g, AnswerWriter a)
    {
        string? form = g.FirstOf("lex_d_dBA", "weekly_points");
        if (form is null)
        {
            g.Fault("$", "give lex_d_dBA or weekly_points");
            return;
        }
        var given = g.Series(form, form == "lex_d_dBA" ? Allowed.Level : Allowed.NotNegative);
        double days = g.Number("divisor_days", Allowed.Positive, 5);
        if (!g.Sound)
            return;
        if (form == "weekly_points")
        {
            a.SetOrNull("lex_w_dBA", [.. given.Values.Select(p => NoiseLevels.Weekly(p, days))], given.IsRow, NoExposure);
            return;
        }
        a.Set("points", given.Select(NoiseLevels.Points));
        if (given.IsRow && given.Values.Length <= 7)
        {
            double total = given.Values.Sum(NoiseLevels.Points);
            a.Set("weekly_points", total);
            a.SetOrNull("lex_w_dBA", NoiseLevels.Weekly(total, days), NoExposure);
        }
    }

    private static void ComputeProtector(GivenReader g, AnswerWriter a)
    {
        var level = GivenTimes.SeriesOf(g, Allowed.Level, "exposure_dBA", "exposure_dBC");
        double rating = g.Number("nrr_dB", Allowed.Decibels);
        string method = g.Text("method");
        var (name, _, formula) = Array.Find(Protection, p => p.Matches(method));
        if (formula is null && g.Sound)
            g.Unknown("method", method, Protection.Select(p => p.Name));
        bool weightedC = name?.Contains("C-weighted", StringComparison.Ordinal) ?? false;
        if (g.Sound && weightedC != g.Has("exposure_dBC"))
            g.Fault("method", "'exposure_dBC' goes with the C-weighted method, 'exposure_dBA' with the others");
        if (!g.Sound || formula is null || name is null)
            return;
        a.Set("protected_dBA", level.Select(l => formula(l, rating)));
        a.Set("method_used", name);
    }

    private static bool Says(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
