using System.Globalization;
using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Confined spaces and lower explosive limits.</summary>
internal static class GasTopics
{
    // The two tables in use for the gas that detectors are calibrated with, in % by volume.
    private static readonly double[] MethaneScales = [5.0, 4.4];

    internal static readonly CalcTopic ConfinedSpace = new(
        "gas.confined_space.singapore", "Whether the air of a confined space is hazardous.",
        "Singapore WSH (Confined Spaces) Regulations 2009, reg. 2 and 13",
        [
            Maybe("o2_percent", "% by volume; safe from 19.5 to 23.5, ends included"),
            Maybe("flammable_percent_lel", "% LEL; hazardous at 10 or more"),
            Maybe("toxic_over_pel_ratio", "highest ratio to a permissible exposure level; hazardous above 1"),
        ],
        [Needed("hazardous_atmosphere", "true, false, or null when a missing part could decide"), Needed("hazards", "row of what is hazardous")])
    { Formula = ComputeConfinedSpace };

    internal static readonly CalcTopic CrossFactor = new(
        "gas.lel_cross_factor", "True % LEL of a gas on a detector calibrated with another.", "Correlation chart of the instrument's maker",
        [
            Needed("reading_percent_lel", "% LEL, 0 or more; a number or a row"),
            Needed("correlation_factor", "more than 0, of the model and the pair of gases"),
        ],
        [Needed("true_percent_lel", "% LEL")])
    { Formula = ComputeCrossFactor };

    internal static readonly CalcTopic LelToPpm = new(
        "gas.lel_to_ppm", "% LEL, % by volume and ppm of a flammable gas.", "vol % = % LEL × LEL / 100; IEC 60079-20-1 and NFPA LEL tables",
        [
            Maybe("percent_lel|vol_percent|ppm|cylinder_vol_percent", "exactly one, 0 or more; a number or a row"),
            Maybe("lel_vol_percent", "the gas's LEL in % by volume, more than 0 to 100; for methane both tables unless given"),
            Maybe("gas", "name; only methane may leave out lel_vol_percent"),
        ],
        [
            Maybe("vol_percent", "% by volume"), Maybe("ppm", "ppm"), Maybe("percent_lel", "% LEL"),
            Maybe("percent_lel_on_5_0|percent_lel_on_4_4", "% LEL on each table"),
        ])
    { Formula = ComputeLel };

    private static void ComputeConfinedSpace(GivenReader g, AnswerWriter a)
    {
        double? oxygen = g.Maybe("o2_percent", Allowed.Percent);
        double? flammable = g.Maybe("flammable_percent_lel", Allowed.NotNegative);
        double? toxic = g.Maybe("toxic_over_pel_ratio", Allowed.NotNegative);
        if (g.Sound && oxygen is null && flammable is null && toxic is null)
            g.Fault("$", "give at least one of o2_percent, flammable_percent_lel, toxic_over_pel_ratio");
        if (!g.Sound)
            return;
        (string Name, bool? Hazard)[] parts =
        [
            (oxygen < 20 ? "oxygen deficiency" : "oxygen enrichment", SingaporeRules.UnsafeOxygen(oxygen)),
            ("flammable gas", SingaporeRules.UnsafeFlammable(flammable)),
            ("toxic agent", SingaporeRules.UnsafeToxic(toxic)),
        ];
        a.SetOrNull("hazardous_atmosphere", SingaporeRules.Any([.. parts.Select(p => p.Hazard)]),
            "a part is missing and the known parts are not hazardous");
        a.Set("hazards", parts.Where(p => p.Hazard == true).Select(p => p.Name));
    }

    private static void ComputeCrossFactor(GivenReader g, AnswerWriter a)
    {
        g.Describes("actual_gas", "calibrated_on");
        var reading = g.Series("reading_percent_lel", Allowed.NotNegative);
        double factor = g.Number("correlation_factor", Allowed.Positive);
        if (g.Sound)
            a.Set("true_percent_lel", reading.Select(r => GasConversion.CrossCalibrated(r, factor)));
    }

    private static void ComputeLel(GivenReader g, AnswerWriter a)
    {
        string? form = g.FirstOf("percent_lel", "vol_percent", "cylinder_vol_percent", "ppm");
        if (form is null)
        {
            g.Fault("$", "give one of percent_lel, vol_percent, cylinder_vol_percent, ppm");
            return;
        }
        var given = g.Series(form, Allowed.NotNegative);
        double[] scales = Scales(g, single: form == "percent_lel");
        if (!g.Sound)
            return;
        var volume = given.Select(v => form switch
        {
            "percent_lel" => GasConversion.VolumePercent(v, scales[0]),
            "ppm" => v / GasConversion.PpmOf(1),
            _ => v,
        });
        a.Set("vol_percent", volume);
        a.Set("ppm", form == "ppm" ? given : volume.Select(GasConversion.PpmOf));
        if (scales.Length == 1)
            a.Set("percent_lel", form == "percent_lel" ? given : volume.Select(v => GasConversion.PercentLel(v, scales[0])));
        if (form == "percent_lel")
            return;
        foreach (double scale in scales)
            a.Set($"percent_lel_on_{Spelt(scale)}", volume.Select(v => GasConversion.PercentLel(v, scale)));
    }

    private static double[] Scales(GivenReader g, bool single)
    {
        string gas = g.Has("gas") ? g.Text("gas") : string.Empty;
        if (g.Has("lel_vol_percent"))
        {
            double[] stated = g.Series("lel_vol_percent", new Allowed(0, 100, LowOpen: true)).Values;
            if (single && stated.Length > 1)
                g.Fault("lel_vol_percent", "one LEL is needed to turn % LEL into a volume");
            return stated;
        }
        if (!single && gas.Equals("methane", StringComparison.OrdinalIgnoreCase))
            return MethaneScales;
        g.Fault("lel_vol_percent", "is missing: a % LEL means nothing without the LEL of the gas and its table");
        return [double.NaN];
    }

    private static string Spelt(double scale) =>
        scale.ToString("0.0###", CultureInfo.InvariantCulture).Replace('.', '_');
}
