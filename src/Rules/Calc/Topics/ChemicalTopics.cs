using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Concentrations over time, mixtures and units.</summary>
internal static class ChemicalTopics
{
    private const double ShortTermMinutes = 15;
    private const string Unproven = "an average at or below the limit over a longer or shorter time proves nothing about any 15 minutes";

    internal static readonly CalcTopic Twa8h = new(
        "chemical.twa8h", "Eight-hour time-weighted average of a shift.", "29 CFR 1910.1000(d)(1); HSE EH40/2005",
        [
            GivenTimes.Periods("periods", "conc, ppm or mg_m3"),
            Maybe("divisor_h", "more than 0; 8 unless given, whatever the length of the shift"),
        ],
        [Needed("twa8h", "unit of the concentrations"), Needed("hours_total", "h"), Needed("twa_measured", "mean over the time measured; null without time")])
    { Formula = ComputeTwa };

    internal static readonly CalcTopic Stel15 = new(
        "chemical.stel15", "Worst rolling 15-minute average, or what a longer sample proves about it.",
        "29 CFR 1910.1000; South Africa HCA Regulations 2021 Annexure 3 §95-96; HSE EH40",
        [
            Maybe("samples", $"row of consecutive objects with ppm, mg_m3 or conc, and a duration ({GivenTimes.Spellings})"),
            Maybe("sample_minutes", "instead of samples: length of one sample, more than 0"),
            Maybe("sample_avg_over_stel_ratio", "its average over the short-term limit, 0 or more"),
        ],
        [
            Maybe("avg15_ppm|avg15_mg_m3|avg15", "in the unit given; the divisor is always 15 min"),
            Maybe("stel_exceeded_somewhere", "true, or null when nothing is proven"),
        ])
    { Formula = ComputeStel };

    internal static readonly CalcTopic Mixture = new(
        "chemical.mixture", "Additive index of agents with like effect.", "29 CFR 1910.1000(d)(2)(i)",
        [Needed("components", "row of objects with conc (0 or more) and limit (more than 0) in one unit, or ratio")],
        [Needed("index", "sum of the terms"), Needed("terms", "row"), Needed("exceeds", "index above 1; exactly 1 passes")])
    { Formula = ComputeMixture };

    internal static readonly CalcTopic UnitConversion = new(
        "chemical.unit_conversion", "ppm to mg/m³ or back, or molar volumes.", "mg/m³ = ppm × M / Vm; Vm = 22.414 (T / 273.15)(101.325 / P)",
        [
            Maybe("ppm|mg_m3", "0 or more; a number or a row"), Maybe("molar_mass", "g/mol, more than 0; needed with ppm or mg_m3"),
            Maybe("molar_volume_L", "L/mol; from temperature and pressure unless given"), Maybe("temp_C", "25 unless given"),
            Maybe("pressure_kPa|pressure_hPa|pressure_mmHg", "101.325 kPa unless given"),
            Maybe("conditions", "instead: row of objects with C and kPa, for molar volumes"),
        ],
        [Maybe("mg_m3", "mg/m³"), Maybe("ppm", "ppm"), Maybe("molar_volume_used_L", "L/mol"), Maybe("L_per_mol", "row, L/mol")])
    { Formula = ComputeConversion };

    private static void ComputeTwa(GivenReader g, AnswerWriter a)
    {
        var periods = GivenTimes.Read(g.Rows("periods"), r => GivenTimes.NumberOf(r, Allowed.NotNegative, "conc", "ppm", "mg_m3"));
        double divisor = g.Number("divisor_h", Allowed.DayHours, 8);
        double total = periods.Sum(p => p.Hours);
        if (g.Sound && total > 24)
            g.Fault("periods", "the periods of one working day last more than 24 h");
        if (!g.Sound)
            return;
        a.Set("twa8h", TimeWeighted.Over(periods, divisor));
        a.Set("hours_total", total);
        a.SetOrNull("twa_measured", TimeWeighted.Mean(periods), "no time was measured");
    }

    private static void ComputeStel(GivenReader g, AnswerWriter a)
    {
        if (!g.Has("sample_minutes") && !g.Has("sample_avg_over_stel_ratio"))
        {
            ComputeRolling(g, a);
            return;
        }
        double minutes = g.Number("sample_minutes", Allowed.Positive);
        double ratio = g.Number("sample_avg_over_stel_ratio", Allowed.NotNegative);
        if (!g.Sound)
            return;
        bool proven = ratio * Math.Min(minutes, ShortTermMinutes) / ShortTermMinutes > 1;
        a.SetOrNull("stel_exceeded_somewhere", proven ? true : null, Unproven);
    }

    private static void ComputeRolling(GivenReader g, AnswerWriter a)
    {
        string unit = "conc";
        var samples = GivenTimes.Read(g.Rows("samples"), r =>
        {
            unit = r.FirstOf("ppm", "mg_m3", "conc") ?? "ppm";
            return r.Number(unit, Allowed.NotNegative);
        });
        if (g.Sound)
            a.Set(unit == "conc" ? "avg15" : $"avg15_{unit}", TimeWeighted.WorstWindow(samples, ShortTermMinutes / 60));
    }

    private static void ComputeMixture(GivenReader g, AnswerWriter a)
    {
        double[] terms = [.. g.Rows("components").Select(Term)];
        if (!g.Sound)
            return;
        double index = MixtureIndex.Sum(terms);
        a.Set("index", index);
        a.Set("terms", terms);
        a.Set("exceeds", MixtureIndex.Exceeds(index));
    }

    private static double Term(GivenReader row)
    {
        row.Describes("substance", "name");
        if (row.Has("ratio"))
            return row.Number("ratio", Allowed.NotNegative);
        return GivenTimes.NumberOf(row, Allowed.NotNegative, "conc", "ppm", "mg_m3")
            / GivenTimes.NumberOf(row, Allowed.Positive, "limit", "limit_ppm", "limit_mg_m3");
    }

    private static void ComputeConversion(GivenReader g, AnswerWriter a)
    {
        g.Describes("substance");
        if (g.Has("conditions"))
        {
            double[] volumes = [.. g.Rows("conditions").Select(MolarVolume)];
            if (g.Sound)
                a.Set("L_per_mol", volumes);
            return;
        }
        string? form = g.FirstOf("ppm", "mg_m3");
        if (form is null && !g.Has("temp_C") && !g.Has("molar_volume_L"))
        {
            g.Fault("$", "give ppm or mg_m3, or conditions, or temp_C for a molar volume");
            return;
        }
        var given = form is null ? null : g.Series(form, Allowed.NotNegative);
        double mass = form is null ? double.NaN : g.Number("molar_mass", Allowed.Positive);
        double volume = g.Has("molar_volume_L") ? StatedVolume(g) : MolarVolume(g);
        if (!g.Sound)
            return;
        if (given is null)
        {
            a.Set("L_per_mol", volume);
            return;
        }
        if (form == "ppm")
            a.Set("mg_m3", given.Select(v => GasConversion.ToMilligrams(v, mass, volume)));
        else
            a.Set("ppm", given.Select(v => GasConversion.ToPpm(v, mass, volume)));
        a.Set("molar_volume_used_L", volume);
    }

    // A stated molar volume is the table's own rounding (24.45) and goes before the one of temperature and pressure.
    private static double StatedVolume(GivenReader g)
    {
        g.Describes("temp_C", "pressure_kPa", "pressure_hPa", "pressure_mmHg");
        return g.Number("molar_volume_L", Allowed.Positive);
    }

    private static double MolarVolume(GivenReader g)
    {
        double celsius = g.FirstOf("temp_C", "C") is { } key ? g.Number(key, Allowed.Celsius) : g.Number("temp_C", Allowed.Celsius, 25);
        double pressure = g.FirstOf("pressure_kPa", "kPa", "pressure_hPa", "pressure_mmHg") switch
        {
            null => g.Number("pressure_kPa", Allowed.Positive, 101.325),
            "pressure_hPa" => g.Number("pressure_hPa", Allowed.Positive) / 10,
            "pressure_mmHg" => g.Number("pressure_mmHg", Allowed.Positive) * 101.325 / 760,
            { } kilopascal => g.Number(kilopascal, Allowed.Positive),
        };
        return GasConversion.MolarVolume(celsius, pressure);
    }
}
