using System.Text.RegularExpressions;

namespace K3Monitor.Architecture.Tests;

public sealed partial class DocumentLinkTests
{
    [Fact]
    public void Every_relative_link_of_every_document_leads_somewhere() => Offenders.MustBeNone(
        "Links that lead nowhere:", Repository.OwnFiles.Where(f => Repository.HasExtension(f, ".md")).SelectMany(Broken));

    [Fact]
    public void Every_document_is_reached_from_the_index()
    {
        var index = File.ReadAllText(Repository.FullPath("docs/README.md"));
        var decisions = File.ReadAllText(Repository.FullPath("docs/adr/README.md"));
        Offenders.MustBeNone(
            "Documents that no index names:",
            Repository.OwnFiles
                .Where(f => Repository.HasExtension(f, ".md") && f.StartsWith("docs/", StringComparison.Ordinal) && Path.GetFileName(f) != "README.md")
                .Where(f => f.StartsWith("docs/adr/", StringComparison.Ordinal)
                    ? !decisions.Contains($"]({f["docs/adr/".Length..]})", StringComparison.Ordinal)
                    : !index.Contains($"]({f["docs/".Length..]})", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Broken(string document)
    {
        var text = InCode().Replace(File.ReadAllText(Repository.FullPath(document)), "");
        foreach (Match link in Link().Matches(text))
        {
            var target = link.Groups["to"].Value;
            if (!Uri.TryCreate(target, UriKind.Absolute, out var away) || away.Scheme == Uri.UriSchemeFile)
            {
                if (!Leads(document, target))
                {
                    yield return $"{document}: {target}";
                }
            }
        }
    }

    private static bool Leads(string document, string target)
    {
        var parts = Uri.UnescapeDataString(target).Split('#', 2);
        var folder = parts[0].StartsWith('/') ? Repository.Root : Path.GetDirectoryName(Repository.FullPath(document))!;
        var path = parts[0].Length == 0 ? Repository.FullPath(document) : Path.GetFullPath(Path.Combine(folder, parts[0].TrimStart('/')));
        return Path.Exists(path)
            && (parts.Length == 1 || !Repository.HasExtension(path, ".md") || Anchors(path).Contains(parts[1], StringComparer.Ordinal));
    }

    private static IEnumerable<string> Anchors(string path) => Heading().Matches(File.ReadAllText(path))
        .Select(h => NotInAnchor().Replace(h.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`(?!\])", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex InCode();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NotInAnchor();
}
