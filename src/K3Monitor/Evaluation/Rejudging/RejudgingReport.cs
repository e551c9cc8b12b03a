using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.App.Evaluation.Rejudging;

/// <summary>Writes differences as lines for people or JSON for programs; every figure invariant.</summary>
internal static class RejudgingReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Table(TextWriter output, Rejudgement result)
    {
        foreach (VerdictDifference d in result.Differences)
            output.WriteLine($"{d.Kind,-12} {d.Site} point {d.PointId} {d.LimitId}, period from {d.PeriodStart}: recorded {Recorded(d)}; again {Again(d)}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Verdicts} verdicts at {result.Points} points from {result.Samples} samples: {result.Same} as recorded, {result.Differences.Count} differences; nothing was changed"));
    }

    public static string Json(Rejudgement result) => new JsonObject
    {
        ["points"] = result.Points,
        ["samples"] = result.Samples,
        ["verdicts"] = result.Verdicts,
        ["same"] = result.Same,
        ["differences"] = new JsonArray([.. result.Differences.Select(d => (JsonNode)new JsonObject
        {
            ["kind"] = d.Kind.ToString(),
            ["site"] = d.Site,
            ["point"] = d.PointId,
            ["limit"] = d.LimitId,
            ["periodStart"] = d.PeriodStart.ToString(),
            ["recorded"] = d.Recorded is { } r ? Shape(r.Edition, r.Outcome, r.Reasons, r.Value, r.Covered) : null,
            ["again"] = d.Again is { } v ? Shape(v.Limit.Edition, v.Outcome, v.Reasons, v.Exposure.Value, v.Exposure.Covered) : null,
        })]),
    }.ToJsonString(Indented);

    private static JsonObject Shape(string edition, VerdictOutcome outcome, VerdictReasons reasons, double? value, TimeSpan covered) => new()
    {
        ["edition"] = edition,
        ["outcome"] = outcome.ToString(),
        ["reasons"] = reasons.ToString(),
        ["value"] = value,
        ["coveredSeconds"] = covered.TotalSeconds,
    };

    private static string Recorded(VerdictDifference d) => d.Recorded is { } r ? Text(r.Edition, r.Outcome, r.Reasons, r.Value, r.Covered) : "nothing";

    private static string Again(VerdictDifference d) =>
        d.Again is { } v ? Text(v.Limit.Edition, v.Outcome, v.Reasons, v.Exposure.Value, v.Exposure.Covered) : "nothing";

    private static string Text(string edition, VerdictOutcome outcome, VerdictReasons reasons, double? value, TimeSpan covered) => string.Create(
        CultureInfo.InvariantCulture, $"{outcome} ({reasons}; {value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "no value"}, covered {covered.TotalMinutes:0.##} min, edition {edition})");
}
