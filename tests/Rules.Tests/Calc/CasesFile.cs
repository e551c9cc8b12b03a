using System.Text.Json;

namespace K3Monitor.Rules.Tests.Calc;

/// <summary>The published worked examples that the calculator has to reproduce.</summary>
internal static class CasesFile
{
    private static readonly JsonDocument Document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "cases.json")));

    internal static IEnumerable<JsonElement> All => Document.RootElement.EnumerateArray();

    internal static JsonElement Find(string id) => All.Single(c => c.GetProperty("id").GetString() == id);

    internal static IEnumerable<string> Topics => All.Select(c => c.GetProperty("topic").GetString() ?? string.Empty).Distinct();
}
