using System.Text.RegularExpressions;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>Short names of sources (S1, S25) that a limit cites must be explained in the pack.</summary>
internal static partial class SourceNames
{
    public static void Check(string source, IReadOnlyDictionary<string, string> sources, YamlFields fields)
    {
        foreach (string name in ShortName().Matches(source).Select(m => m.Value).Distinct().Where(n => !sources.ContainsKey(n)))
            fields.Fault("source", $"cites {name}, which is not under sources");
    }

    [GeneratedRegex(@"\bS\d{1,2}\b")]
    private static partial Regex ShortName();
}
