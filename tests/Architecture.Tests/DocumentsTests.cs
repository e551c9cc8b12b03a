using System.Text.RegularExpressions;
using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

public partial class DocumentsTests
{
    [Fact]
    public void Every_link_from_a_document_to_a_file_leads_somewhere()
    {
        var offenders =
            from path in Repository.OwnFiles(".md")
            from link in Links(path)
            where !Exists(path, link.Target)
            select $"{path}:{link.Line} {link.Target}";

        Offenders.None(offenders, "a link to a file that is not there");
    }

    [Fact]
    public void Every_decision_is_in_the_index_of_decisions()
    {
        var index = File.ReadAllText(Repository.FullPath("docs/adr/README.md"));

        var offenders = Repository.Files(".md")
            .Where(path => path.StartsWith("docs/adr/0", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path))
            .Where(name => !index.Contains($"({name})", StringComparison.Ordinal));

        Offenders.None(offenders, "docs/adr/README.md does not list");
    }

    [Fact]
    public void No_two_decisions_share_a_number()
    {
        var offenders = Repository.Files(".md")
            .Where(path => path.StartsWith("docs/adr/0", StringComparison.Ordinal))
            .GroupBy(path => Path.GetFileName(path)[..4], StringComparer.Ordinal)
            .Where(number => number.Count() > 1)
            .Select(number => string.Join(" and ", number));

        Offenders.None(offenders, "a decision's number is its name");
    }

    [Fact]
    public void Every_figure_that_the_product_exports_is_explained_in_operations()
    {
        var page = File.ReadAllText(Repository.FullPath("docs/operations.md"));

        var figures = Repository.OwnFiles(".cs")
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(path => Figure().Matches(File.ReadAllText(Repository.FullPath(path))).Select(m => m.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(figures);
        Offenders.None(figures.Where(f => !page.Contains($"`{f}`", StringComparison.Ordinal)), "docs/operations.md does not explain");
    }

    private static IEnumerable<(int Line, string Target)> Links(string path)
    {
        var fenced = false;
        foreach (var (index, line) in Repository.Lines(path).Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (!fenced)
            {
                foreach (Match link in Link().Matches(InlineCode().Replace(line, "")))
                {
                    yield return (index + 1, link.Groups["target"].Value);
                }
            }
        }
    }

    private static bool Exists(string document, string target)
    {
        var file = target.Split('#')[0];
        if (file.Length == 0 || Scheme().IsMatch(target))
        {
            return true;
        }

        var from = file.StartsWith('/') ? Repository.Root : Path.GetDirectoryName(Repository.FullPath(document))!;
        var full = Path.GetFullPath(Path.Combine(from, Uri.UnescapeDataString(file.TrimStart('/'))));
        return full.StartsWith(Repository.Root, StringComparison.Ordinal) && (File.Exists(full) || Directory.Exists(full));
    }

    [GeneratedRegex("""!?\[[^\]]*\]\(<?(?<target>[^)\s>]+)>?(\s+"[^"]*")?\)""")]
    private static partial Regex Link();

    [GeneratedRegex("\"(?<name>k3_[a-z_]+)\"")]
    private static partial Regex Figure();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
