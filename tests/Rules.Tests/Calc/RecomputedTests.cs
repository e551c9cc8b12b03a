using System.Text.Json;

namespace K3Monitor.Rules.Tests.Calc;

/// <summary>
/// A print rounds, and its tolerance forgives a wrong constant; the values recomputed from the stated formula, to five
/// decimals, do not.
/// </summary>
public sealed class RecomputedTests
{
    // The calculator rounds this key to half degrees for print; the recomputed value is the unrounded limit.
    private const string ForPrint = "rel_rounded_C";

    public static TheoryData<string> Ids => [.. CasesFile.All.Select(c => c.GetProperty("id").GetString() ?? string.Empty)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_recomputed_value_is_met_to_five_decimals(string id)
    {
        var known = CasesFile.Find(id);
        var answer = Ask.Answer(known.GetProperty("topic").GetString() ?? string.Empty, known.GetProperty("given").GetRawText());
        // A direct share given to three digits carries that rounding into the temperatures.
        bool rounded = known.GetProperty("given").TryGetProperty("direct_fraction_derived", out _);
        using var tolerance = JsonDocument.Parse(rounded ? "0.0005" : "0.000011");
        foreach (var property in known.GetProperty("recomputed_value").EnumerateObject().Where(p => p.Name != ForPrint))
            Comparison.Check(Only(property), answer, tolerance.RootElement);
    }

    private static JsonElement Only(JsonProperty property) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [property.Name] = property.Value });
}
