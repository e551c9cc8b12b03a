using System.Text.Json.Nodes;

namespace K3Monitor.Dashboard.Pages.Calculators;

/// <summary>What the page of formulas says of one topic.</summary>
/// <param name="Formula">The formula, in symbols.</param>
/// <param name="Source">Where it comes from, and what is to be heeded.</param>
/// <param name="Example">The given keys of the worked example.</param>
internal sealed record CalcGuideEntry(string Formula, string Source, string Example);

/// <summary>The formulas, sources and worked examples of <c>docs/exposure-maths.md</c>, which is built into this assembly.</summary>
/// <remarks>Immutable, safe to share between threads. A test holds the page equal to the topics, and each example to its answer.</remarks>
internal static class CalcGuide
{
    private static readonly Lazy<Dictionary<string, CalcGuideEntry>> Entries = new(Read);

    /// <summary>The entry of a topic.</summary>
    /// <exception cref="KeyNotFoundException">There is no such topic.</exception>
    public static CalcGuideEntry Of(string topic) => Entries.Value[topic];

    /// <summary>The given keys of the example as a new object of the caller's own.</summary>
    public static JsonObject ExampleOf(string topic) => JsonNode.Parse(Of(topic).Example)!.AsObject();

    private static Dictionary<string, CalcGuideEntry> Read()
    {
        using Stream page = typeof(CalcGuide).Assembly.GetManifestResourceStream("exposure-maths.md")
            ?? throw new InvalidOperationException("the page of formulas is not built into the assembly");
        using var reader = new StreamReader(page);
        string[] sections = reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n### ")[1..];
        return sections.ToDictionary(s => s.Split('\n', 2)[0], EntryOf, StringComparer.Ordinal);
    }

    private static CalcGuideEntry EntryOf(string section)
    {
        string[] halves = section.Split("```json\n");
        string[] paragraphs = halves[0].Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return new CalcGuideEntry(paragraphs[1].Trim(), string.Join(' ', paragraphs[2..]).Replace("Source: ", "", StringComparison.Ordinal).Trim(), halves[1].Split('\n')[0]);
    }
}
