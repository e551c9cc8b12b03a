using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using K3Monitor.Rules.Calc;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Calculators;

/// <summary>One field of a calculator.</summary>
/// <param name="Name">The key that it writes.</param>
/// <param name="Names">The key as the topic lists it, with its other spellings.</param>
/// <param name="Meaning">What it is, with unit and range.</param>
/// <param name="Required">Whether an answer needs it.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="IsLong">Whether it takes several lines.</param>
/// <param name="Faults">What is wrong with it.</param>
internal sealed record CalcField(string Name, string Names, string Meaning, bool Required, string Text, bool IsLong, IReadOnlyList<string> Faults);

/// <summary>One line of an answer.</summary>
/// <param name="Key">The key.</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="Value">The value as text; null where it cannot be told.</param>
/// <param name="Reason">Why it cannot be told.</param>
internal sealed record CalcLine(string Key, string Meaning, string? Value, string? Reason);

/// <summary>A calculator: its fields, what was given, and the answer line by line. Nothing is kept.</summary>
internal sealed class TopicModel : PageModel
{
    private const string Prefix = "g.";
    private const int LongestField = 20_000;

    public CalcTopic Topic { get; private set; } = null!;

    public CalcGuideEntry Guide { get; private set; } = null!;

    public IReadOnlyList<CalcField> Fields { get; private set; } = [];

    /// <summary>Whether what is shown is the worked example and nobody's own figures.</summary>
    public bool IsExample { get; private set; }

    /// <summary>The answer, line by line; empty when the input was refused.</summary>
    public IReadOnlyList<CalcLine> Lines { get; private set; } = [];

    /// <summary>Values that were taken because nothing was given.</summary>
    public IReadOnlyList<CalcLine> Defaults { get; private set; } = [];

    /// <summary>Faults of no field of its own.</summary>
    public IReadOnlyList<CalcFault> OtherFaults { get; private set; } = [];

    public IActionResult OnGet(string topic)
    {
        if (!CalcTopics.TryGet(topic, out CalcTopic? found))
            return NotFound();
        Topic = found;
        Guide = CalcGuide.Of(topic);
        JsonObject example = CalcGuide.ExampleOf(topic);
        Dictionary<string, string> written = Request.Query.Where(q => q.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(q => q.Key[Prefix.Length..], q => q.Value.ToString(), StringComparer.Ordinal);
        IsExample = written.Count == 0;
        if (written.Values.Any(v => v.Length > LongestField))
            return BadRequest();
        JsonObject given = IsExample ? example : GivenOf(written);
        CalcResult result = found.Evaluate(JsonSerializer.SerializeToElement(given));
        Fields = [.. found.Given.Select(k => FieldOf(k, example, IsExample ? null : written, result.Faults))];
        OtherFaults = [.. result.Faults.Where(f => Fields.All(field => !IsOf(f, field.Names)))];
        if (result.Answer is { } answer)
            ReadAnswer(answer);
        return Page();
    }

    private static JsonObject GivenOf(Dictionary<string, string> written)
    {
        var given = new JsonObject();
        foreach ((string key, string text) in written)
        {
            if (CalcForm.Read(text) is { } value)
                given[key] = value;
        }

        return given;
    }

    // Of several spellings the field writes the one of the example, else the first.
    private static CalcField FieldOf(CalcKey key, JsonObject example, Dictionary<string, string>? written, IReadOnlyList<CalcFault> faults)
    {
        string[] spellings = key.Name.Split('|');
        string name = Array.Find(spellings, example.ContainsKey) ?? spellings[0];
        string text = written is null ? CalcForm.Write(example[name]) : written.GetValueOrDefault(name, "");
        bool isLong = example[name] is JsonArray { Count: > 0 } rows && rows[0] is JsonObject || text.Contains('\n', StringComparison.Ordinal);
        return new CalcField(name, key.Name, key.Meaning, key.Required, text, isLong, [.. faults.Where(f => IsOf(f, key.Name)).Select(f => $"{f.Key}: {f.Message}")]);
    }

    private static bool IsOf(CalcFault fault, string names) =>
        names.Split('|').Any(n => fault.Key == n || fault.Key.StartsWith(n + "[", StringComparison.Ordinal) || fault.Key.StartsWith(n + ".", StringComparison.Ordinal));

    private void ReadAnswer(JsonObject answer)
    {
        Dictionary<string, string> reasons = (answer["reasons"] as JsonArray ?? [])
            .ToDictionary(r => r!["key"]!.GetValue<string>(), r => r!["why"]!.GetValue<string>(), StringComparer.Ordinal);
        string MeaningOf(IEnumerable<CalcKey> keys, string key) => keys.FirstOrDefault(k => k.Name.Split('|').Contains(key))?.Meaning ?? "";
        Lines = [.. answer.Where(p => p.Key is not ("defaults" or "ignored" or "reasons"))
            .Select(p => new CalcLine(p.Key, MeaningOf(Topic.Expected, p.Key), p.Value is null ? null : Shown(p.Value), reasons.GetValueOrDefault(p.Key)))];
        Defaults = [.. (answer["defaults"] as JsonObject ?? []).Select(p => new CalcLine(p.Key, MeaningOf(Topic.Given, p.Key), p.Value is null ? null : Shown(p.Value), null))];
    }

    private static string Shown(JsonNode value) => value switch
    {
        JsonArray row => string.Join("; ", row.Select(v => v is null ? "–" : Shown(v))),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => Figure(number),
        JsonValue word when word.GetValueKind() == JsonValueKind.String => word.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static string Figure(JsonValue number) =>
        (number.TryGetValue(out double value) ? value : double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture)).ToString("#,0.#######", CultureInfo.CurrentCulture);
}
