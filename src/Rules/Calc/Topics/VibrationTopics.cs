using K3Monitor.Rules.Formulas;
using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc.Topics;

/// <summary>Hand-arm and whole-body vibration.</summary>
internal static class VibrationTopics
{
    private const int Axes = 3;
    private static readonly double[] StandardFactors = [1.4, 1.4, 1];
    private static readonly Allowed Acceleration = new(0, 10_000);
    private static readonly CalcKey Factors = Maybe("k_xyz", "factors of the axes; 1.4, 1.4, 1 unless given");

    internal static readonly CalcTopic HandArm = new(
        "vibration.hav_a8", "Daily hand-arm exposure A(8) of several tools.", "ISO 5349-1:2001; Directive 2002/44/EC; points HSE L140",
        [Needed("tools", $"row of objects with ahv (vector sum, m/s²) or ahv_xyz, and trigger time ({GivenTimes.Spellings})")],
        [Needed("a8", "m/s²"), Needed("partial_a8", "row, m/s²"), Needed("points", "row; 100 is 2.5 m/s²"), Needed("points_total", "sum")])
    { Formula = ComputeHandArm };

    internal static readonly CalcTopic Points = new(
        "vibration.exposure_points", "Vibration points: 2 a² × t for hand and arm, 50 a² × t for the whole body.", "HSE L140 and L141",
        [Maybe("a8", "m/s²; a number or a row"), Maybe("ahv", $"instead: m/s², with a duration ({GivenTimes.Spellings})"), Maybe("kind", "hand-arm (unless given); whole-body")],
        [Needed("points", "100 is the action value for 8 h: 2.5 m/s², or 0.5 m/s² for the whole body")])
    { Formula = ComputePoints };

    internal static readonly CalcTopic Trigger = new(
        "vibration.trigger_time", "Hours with a tool until the action and limit values.", "8 × (value / a)²; Directive 2002/44/EC art. 3",
        [Needed("ahv", "m/s², more than 0; a number or a row"), Maybe("eav", "m/s²; 2.5 unless given"), Maybe("elv", "m/s²; 5 unless given")],
        [Needed("hours_to_eav", "h; over 24 means never in a day"), Needed("hours_to_elv", "h")])
    { Formula = ComputeTrigger };

    internal static readonly CalcTopic WholeBody = new(
        "vibration.wbv_a8", "Daily whole-body A(8): squares added axis by axis, then the worst axis.", "ISO 2631-1:1997; Directive 2002/44/EC",
        [Needed("aw_xyz|machines", "x, y, z in m/s² with a duration; or machines, as a row or by name, each with both"), Factors],
        [Needed("a8", "m/s², the worst axis"), Needed("axis_a8", "row, m/s²")])
    { Formula = ComputeWholeBody };

    internal static readonly CalcTopic DoseValue = new(
        "vibration.wbv_vdv", "Daily vibration dose value: fourth powers added axis by axis, then the worst axis.", "ISO 2631-1:1997; Directive 2002/44/EC",
        [
            Needed("vdv_measured_xyz|vdv_xyz|machines", "x, y, z in m/s^1.75 with measured and exposure hours; or machines, as a row or by name"),
            Needed("measured_hours|measured_h", "more than 0"), Needed("exposure_hours|exposure_h", "0 or more"), Factors,
        ],
        [Needed("vdv", "m/s^1.75, the worst axis"), Needed("axis_vdv", "row")])
    { Formula = ComputeDoseValue };

    private static void ComputeHandArm(GivenReader g, AnswerWriter a)
    {
        var tools = GivenTimes.Read(g.Rows("tools"), Magnitude);
        if (!g.Sound)
            return;
        double[] parts = [.. tools.Select(t => Vibration.Partial(t.Value, t.Hours))];
        double[] points = [.. tools.Select(t => Vibration.HandArmPoints(t.Value, t.Hours))];
        a.Set("a8", Vibration.Combine(parts));
        a.Set("partial_a8", parts);
        a.Set("points", points);
        a.Set("points_total", points.Sum());
    }

    private static double Magnitude(GivenReader row)
    {
        row.Describes("name", "tool");
        return row.FirstOf("ahv", "ahv_xyz") == "ahv_xyz" ? Vibration.Combine(Triple(row, "ahv_xyz", Acceleration)) : row.Number("ahv", Acceleration);
    }

    private static void ComputePoints(GivenReader g, AnswerWriter a)
    {
        bool tool = g.FirstOf("a8", "ahv") == "ahv";
        var value = g.Series(tool ? "ahv" : "a8", Acceleration);
        double hours = tool ? GivenTimes.Hours(g) : 8;
        string kind = g.Has("kind") ? g.Text("kind") : "hand-arm";
        if (g.Sound && kind is not ("hand-arm" or "whole-body"))
            g.Unknown("kind", kind, ["hand-arm", "whole-body"]);
        if (g.Sound)
            a.Set("points", value.Select(v => kind == "hand-arm" ? Vibration.HandArmPoints(v, hours) : Vibration.WholeBodyPoints(v, hours)));
    }

    private static void ComputeTrigger(GivenReader g, AnswerWriter a)
    {
        var value = g.Series("ahv", Acceleration with { LowOpen = true });
        double action = g.Number("eav", Acceleration, 2.5), limit = g.Number("elv", Acceleration, 5);
        if (!g.Sound)
            return;
        a.Set("hours_to_eav", value.Select(v => Vibration.HoursTo(v, action)));
        a.Set("hours_to_elv", value.Select(v => Vibration.HoursTo(v, limit)));
    }

    private static void ComputeWholeBody(GivenReader g, AnswerWriter a)
    {
        double[] factors = FactorsOf(g);
        var machines = Machines(g, "aw_xyz").Select(m => (Axis: Triple(m, "aw_xyz", Acceleration), Hours: GivenTimes.Hours(m))).ToArray();
        if (!g.Sound)
            return;
        double[] axes = [.. Enumerable.Range(0, Axes).Select(i => Vibration.Combine(machines.Select(m => Vibration.Partial(factors[i] * m.Axis[i], m.Hours))))];
        a.Set("a8", axes.Max());
        a.Set("axis_a8", axes);
    }

    private static void ComputeDoseValue(GivenReader g, AnswerWriter a)
    {
        double[] factors = FactorsOf(g);
        var machines = Machines(g, "vdv_measured_xyz", "vdv_xyz").Select(ReadDoseValue).ToArray();
        if (!g.Sound)
            return;
        double[] axes =
        [
            .. Enumerable.Range(0, Axes).Select(i => Vibration.CombineDoseValues(
                machines.Select(m => Vibration.DoseValue(factors[i] * m.Axis[i], m.Measured, m.Exposed)))),
        ];
        a.Set("vdv", axes.Max());
        a.Set("axis_vdv", axes);
    }

    private static (double[] Axis, double Measured, double Exposed) ReadDoseValue(GivenReader machine) =>
    (
        Triple(machine, machine.FirstOf("vdv_measured_xyz", "vdv_xyz") ?? "vdv_measured_xyz", Acceleration),
        GivenTimes.NumberOf(machine, Allowed.Hours with { LowOpen = true }, "measured_hours", "measured_h"),
        GivenTimes.NumberOf(machine, Allowed.Hours, "exposure_hours", "exposure_h", "hours")
    );

    // The object itself, a row of machines, or one object for each machine under its name.
    private static IReadOnlyList<GivenReader> Machines(GivenReader g, params string[] keys)
    {
        if (g.FirstOf(keys) is not null)
            return [g];
        if (g.Has("machines"))
            return g.Rows("machines");
        var named = g.NamedObjects(keys);
        if (named.Count == 0)
            g.Missing(keys[0]);
        return named;
    }

    private static double[] FactorsOf(GivenReader g) => g.Has("k_xyz") ? Triple(g, "k_xyz", Acceleration) : StandardFactors;

    private static double[] Triple(GivenReader g, string key, Allowed allowed)
    {
        double[] values = g.Series(key, allowed).Values;
        if (values.Length == Axes)
            return values;
        g.Fault(key, "three numbers are needed: x, y, z");
        return [double.NaN, double.NaN, double.NaN];
    }
}
