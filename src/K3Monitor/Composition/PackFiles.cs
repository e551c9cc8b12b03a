using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Limits.Reading;

namespace K3Monitor.App.Composition;

/// <summary>Rule packs as read from disk, with all that is wrong with them.</summary>
/// <param name="Packs">The sound ones, by identifier.</param>
/// <param name="Faults">Every fault of every file; while there is any, nothing may be judged.</param>
internal sealed record PackFiles(IReadOnlyList<RulePack> Packs, IReadOnlyList<PackFault> Faults)
{
    /// <summary>Reads the packs of folders and files; the shipped ones when none is named.</summary>
    public static PackFiles Load(IReadOnlyList<string> paths)
    {
        var packs = new List<RulePack>();
        var faults = new List<PackFault>();
        foreach (string file in Files(paths.Count > 0 ? paths : [Path.Combine(AppContext.BaseDirectory, "regulations")], faults))
        {
            PackReading reading = RulePackReader.Read(File.ReadAllText(file), file);
            faults.AddRange(reading.Faults);
            if (reading.Pack is { } pack)
                packs.Add(pack);
        }

        faults.AddRange(RulePackSet.Check(packs));
        if (packs.Count == 0 && faults.Count == 0)
            faults.Add(new PackFault(string.Join(", ", paths), 0, "rules:packs", "no rule pack was found"));
        return new PackFiles([.. packs.OrderBy(p => p.Id, StringComparer.Ordinal)], faults);
    }

    private static IEnumerable<string> Files(IReadOnlyList<string> paths, List<PackFault> faults)
    {
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (string file in Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    yield return file;
            }
            else if (File.Exists(path))
            {
                yield return path;
            }
            else
            {
                faults.Add(new PackFault(path, 0, "rules:packs", "there is no such file or folder"));
            }
        }
    }
}
