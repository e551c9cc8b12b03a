using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.App.Evaluation;

/// <summary>Writes verdicts as a table for people or JSON for programs; every figure invariant, every limit with its citation.</summary>
internal static class EvaluationReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(IReadOnlyList<EvaluatedSeries> series, IReadOnlyList<RulePack> packs, IReadOnlyList<string> refused)
    {
        var root = new JsonObject
        {
            ["verdicts"] = new JsonArray([.. from s in series from v in s.Judgement.Concluded select (JsonNode)OfVerdict(s, v)]),
            ["notJudged"] = new JsonArray([.. NotJudged(series, packs).Select(l => (JsonNode)new JsonObject { ["limit"] = l.Id, ["reason"] = l.NotJudged!.En })]),
            ["refused"] = new JsonArray([.. refused.Select(r => (JsonNode)JsonValue.Create(r)!)]),
        };
        return root.ToJsonString(Indented);
    }

    public static void Table(TextWriter output, IReadOnlyList<EvaluatedSeries> series, IReadOnlyList<RulePack> packs)
    {
        foreach (EvaluatedSeries s in series)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Name}: {s.Plan.Quantity.NameEn}, a sample each {s.Plan.ExpectedInterval.TotalSeconds:0.###} s"));
            foreach (Verdict v in s.Judgement.Concluded)
            {
                output.WriteLine($"  {Word(v.Outcome),-12} {v.Limit.Title.En}");
                output.WriteLine($"               {Period(s, v)}; {Exposure(v)}");
                output.WriteLine($"               {v.Limit.Instrument}, {v.Limit.Article.En}{(v.Limit.Verification.IsVerified ? "" : "; UNVERIFIED")}{(v.Reasons == VerdictReasons.None ? "" : "; " + v.Reasons)}");
                foreach (Occurrence o in Occurrences(s, v))
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"               in breach {o.Start} to {o.End?.ToString() ?? "the end"}, worst {o.Peak:0.###} {v.Limit.Unit} at {o.PeakTime}"));
            }

            output.WriteLine();
        }

        foreach (Limit limit in NotJudged(series, packs))
            output.WriteLine($"not judged automatically: {limit.Title.En} ({limit.Id}): {limit.NotJudged!.En}");
    }

    /// <summary>Limits of the measured quantities that hold there and that nothing judges automatically.</summary>
    private static IEnumerable<Limit> NotJudged(IReadOnlyList<EvaluatedSeries> series, IReadOnlyList<RulePack> packs) =>
        from pack in packs
        from limit in pack.Limits
        where limit.NotJudged is not null
            && series.Any(s => pack.JudgesAt(s.Plan.Area.Jurisdiction) && limit.Quantity?.Id == s.Plan.Quantity.Id)
        select limit;

    private static JsonObject OfVerdict(EvaluatedSeries s, Verdict v) => new()
    {
        ["series"] = s.Name,
        ["quantity"] = s.Plan.Quantity.Id,
        ["limit"] = v.Limit.Id,
        ["edition"] = v.Limit.Edition,
        ["instrument"] = v.Limit.Instrument,
        ["article"] = v.Limit.Article.En,
        ["verified"] = v.Limit.Verification.IsVerified,
        ["limitValue"] = v.Limit.Value,
        ["limitLower"] = v.Limit.LowerValue,
        ["unit"] = v.Limit.Unit,
        ["shift"] = v.Period.Shift,
        ["from"] = v.Period.Range.Start.ToString(),
        ["to"] = v.Period.Range.End.ToString(),
        ["verdict"] = v.Outcome switch { VerdictOutcome.Exceeded => "exceeded", VerdictOutcome.Within => "within", _ => "cannot tell" },
        ["reasons"] = v.Reasons == VerdictReasons.None ? new JsonArray() : new JsonArray([.. v.Reasons.ToString().Split(", ").Select(r => (JsonNode)JsonValue.Create(r)!)]),
        ["exposure"] = new JsonObject
        {
            ["value"] = v.Exposure.Value,
            ["lower"] = v.Exposure.Lower,
            ["upper"] = v.Exposure.Upper,
            ["windowFrom"] = v.Exposure.Window.Start.ToString(),
            ["windowTo"] = v.Exposure.Window.End.ToString(),
            ["coverage"] = v.Exposure.Coverage,
            ["coveredSeconds"] = v.Exposure.Covered.TotalSeconds,
            ["coveredWellSeconds"] = v.Exposure.CoveredWell.TotalSeconds,
            ["requiredSeconds"] = v.Exposure.Required.TotalSeconds,
            ["samples"] = v.Exposure.Samples,
        },
        ["occurrences"] = new JsonArray([.. Occurrences(s, v).Select(o => (JsonNode)new JsonObject
        {
            ["from"] = o.Start.ToString(),
            ["to"] = o.End?.ToString(),
            ["worst"] = o.Peak,
            ["worstAt"] = o.PeakTime.ToString(),
        })]),
    };

    private static IReadOnlyList<Occurrence> Occurrences(EvaluatedSeries s, Verdict v) =>
        s.Judgement.Findings.FirstOrDefault(f => f.Key.LimitId == v.Limit.Id && f.Key.PeriodStart == v.Period.Range.Start)?.Occurrences ?? [];

    private static string Word(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Exceeded => "EXCEEDED",
        VerdictOutcome.Within => "within",
        _ => "cannot tell",
    };

    private static string Period(EvaluatedSeries s, Verdict v)
    {
        string Local(Instant i) => TimeZoneInfo.ConvertTime(i.ToDateTimeOffset(), s.Plan.Area.Shifts.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{v.Period.Shift ?? "between shifts"} {Local(v.Period.Range.Start)} to {Local(v.Period.Range.End)} {s.Plan.Area.Shifts.Zone.Id}";
    }

    private static string Exposure(Verdict v)
    {
        if (v.Exposure.Value is not { } value)
            return "no data";
        string limit = v.Limit.LowerValue is { } lower
            ? string.Create(CultureInfo.InvariantCulture, $"{lower} to {v.Limit.Value}")
            : string.Create(CultureInfo.InvariantCulture, $"{v.Limit.Value}");
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.####} against {limit} {v.Limit.Unit} (coverage {v.Exposure.Coverage:P0}, at least {v.Exposure.Lower?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown"}, at most {v.Exposure.Upper?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown"})");
    }
}
