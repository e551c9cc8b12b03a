using System.Globalization;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace K3Monitor.Rules.Tests.Limits;

/// <summary>Every figure that was collected is in a pack, with its unit, source and confidence, and nothing is lost on the way.</summary>
public sealed class EveryRowIsInAPackTests
{
    [Theory]
    [InlineData("noise.csv", 22)]
    [InlineData("wbgt.csv", 16)]
    [InlineData("vibration_hand_arm.csv", 7)]
    [InlineData("vibration_whole_body.csv", 7)]
    [InlineData("lighting.csv", 8)]
    [InlineData("iaq.csv", 15)]
    [InlineData("chemicals.csv", 92)]
    public void Each_row_is_found_with_equal_value_unit_source_and_confidence(string table, int rows)
    {
        IReadOnlyList<Row> all = RegulationTable.Read(table);
        Assert.Equal(rows, all.Count);
        List<Limit> limits = [.. ShippedPacks.All.SelectMany(p => p.Limits)];
        Assert.All(all, row => Assert.All(Wanted(table, row), wanted => Assert.Contains(
            limits, l => l.Source == row["source"] && l.Confidence == Confidence(row) && wanted(l))));
    }

    [Fact]
    public void A_figure_that_the_table_does_not_have_is_not_found()
    {
        Row row = new Dictionary<string, string>(RegulationTable.Read("lighting.csv")[0]) { ["lux_min"] = "6" };
        Assert.DoesNotContain(ShippedPacks.All.SelectMany(p => p.Limits), l => Wanted("lighting.csv", row).Single()(l));
    }

    private static string Confidence(Row row) => row["confidence"].Length == 0 ? "none" : row["confidence"].Split(' ')[0];

    private static double? Number(Row row, string key) => row[key].Length == 0 ? null : double.Parse(row[key], CultureInfo.InvariantCulture);

    private static bool Lasts(TimeSpan? time, double? hours) => (time is null && hours is null or 0) || (time is { } t && hours is { } h && Math.Abs(t.TotalHours - h) < 1e-9);

    private static IEnumerable<Predicate<Limit>> Wanted(string table, Row row) => table switch
    {
        "noise.csv" => [Noise(row)],
        "wbgt.csv" => [l => l is { Kind: LimitKind.HeatHourly, Unit: "°C" } && l.Value == Number(row, "limit_isbb_c") && l.PatternNotPermitted == (l.Value is null)
            && l.Applies.Workload == Workloads[row["workload_id"]] && (l.Applies.WorkShareFrom ?? 0) == Number(row, "work_fraction_min_pct")
            && l.Applies.WorkShareTo == Number(row, "work_fraction_max_pct")
            && l.MetabolicRate?.From == Number(row, "kcal_per_h_min") && l.MetabolicRate?.To == Number(row, "kcal_per_h_max")],
        "vibration_hand_arm.csv" => [l => l is { Kind: LimitKind.PermittedDuration, Quantity.Id: "vibration.hand-arm", Unit: "m/s²" } && l.Value == Number(row, "limit_ms2")
            && Lasts(l.DailyTime!.From, Number(row, "hours_min_inclusive")) && Lasts(l.DailyTime.To, Number(row, "hours_max_exclusive"))
            && l.Note!.StartsWith(row["metric"], StringComparison.Ordinal)],
        "vibration_whole_body.csv" => [l => l is { Kind: LimitKind.PermittedDuration, Quantity.Id: "vibration.whole-body", Unit: "m/s²" } && l.Value == Number(row, "limit_ms2")
            && Lasts(l.DailyTime!.To, Number(row, "hours")) && (l.Instrument == "Permenaker 5/2018") == (row["in_legal_table"] == "yes")],
        "lighting.csv" => [l => l is { Kind: LimitKind.Illumination, Unit: "lx" } && l.LowerValue == Number(row, "lux_min") && l.Value == Number(row, "lux_max")
            && l.Note == row["kind_of_work_en"]],
        "iaq.csv" => [l => l.Kind == LimitKind.IndoorAir && l.LowerValue == Number(row, "limit_low") && l.Value == Number(row, "limit_high")
            && UnitCatalogue.TryFind(row["unit"], out Unit? unit) && l.Unit == unit.Symbol && (l.Note ?? "") == row["note"]
            && l.Title.En.EndsWith(row["parameter_en"], StringComparison.Ordinal)],
        _ => Chemical(row),
    };

    private static Predicate<Limit> Noise(Row row)
    {
        if (row["in_legal_table"] == "ceiling")
            return l => l is { Kind: LimitKind.Ceiling, Quantity.Id: "sound.lcpeak" } && l.Value == Number(row, "limit_dba");
        return l => l is { Kind: LimitKind.PermittedDuration, Unit: "dB(A)" } && l.Value == Number(row, "limit_dba")
            && Lasts(l.DailyTime!.To, Number(row, "duration_seconds_table") / 3600) && (l.Instrument == "Permenaker 5/2018") == (row["in_legal_table"] == "yes");
    }

    private static IEnumerable<Predicate<Limit>> Chemical(Row row)
    {
        bool Named(Limit l) => l.Instrument == "Permenaker 5/2018" && l.Title.En.StartsWith(row["name_en"], StringComparison.OrdinalIgnoreCase)
            && (l.Cas ?? "") == row["cas"] && (l.Note ?? "") == row["notation"];
        (string Prefix, LimitKind Kind)[] columns = [("nab", LimitKind.TimeWeightedAverage), ("psd", LimitKind.ShortTerm), ("ktd", LimitKind.Ceiling)];
        List<Predicate<Limit>> wanted = [];
        foreach ((string prefix, LimitKind kind) in columns)
        {
            double? ppm = Number(row, prefix + "_ppm");
            double? mass = Number(row, prefix + "_mgm3");
            if (ppm is { } volume)
                wanted.Add(l => Named(l) && l.Kind == kind && l.Unit == "ppm" && l.Value == volume && l.Equivalent == (mass is { } m ? new FigureInUnit(m, "mg/m³") : null));
            else if (mass is { } only)
                wanted.Add(l => Named(l) && l.Kind == kind && l.Unit == "mg/m³" && l.Value == only);
        }

        // One row has its figure in words: fibres, not mass.
        if (wanted.Count == 0)
            wanted.Add(l => Named(l) && l is { Value: 0.1, Unit: "f/cm³" } && row["notation"].Contains("0.1 fibre per cm3", StringComparison.Ordinal));
        return wanted;
    }

    private static readonly Dictionary<string, Workload> Workloads = new(StringComparer.Ordinal)
    {
        ["ringan"] = Workload.Light,
        ["sedang"] = Workload.Moderate,
        ["berat"] = Workload.Heavy,
        ["sangat berat"] = Workload.VeryHeavy,
    };
}
