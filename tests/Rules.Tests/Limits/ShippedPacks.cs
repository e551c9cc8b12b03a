using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Tests.Limits;

/// <summary>The packs as they are shipped beside the executable.</summary>
internal static class ShippedPacks
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "regulations");

    public static IReadOnlyList<RulePack> All { get; } =
        [.. Files().Select(f => RulePackReader.Read(File.ReadAllText(f), Path.GetFileName(f)).Pack!)];

    public static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static Limit Find(string id) => All.SelectMany(p => p.Limits).Single(l => l.Id == id);
}
