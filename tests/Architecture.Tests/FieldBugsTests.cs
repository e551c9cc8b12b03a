using System.Text.RegularExpressions;
using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

/// <summary>What docs/field-bugs.md names as proof is there.</summary>
public partial class FieldBugsTests
{
    private const string Page = "docs/field-bugs.md";

    [Fact]
    public void Every_test_that_the_page_of_field_bugs_names_exists()
    {
        List<(string Name, string Code)> tests = [.. Repository.OwnFiles(".cs").Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
            .Select(path => (Path.GetFileNameWithoutExtension(path), File.ReadAllText(Repository.FullPath(path))))];

        var named = Repository.Lines(Page).Index().SelectMany(l => Test().Matches(l.Item).Select(m => (Line: l.Index + 1, Class: m.Groups["class"].Value, Method: m.Groups["method"].Value))).ToList();

        Assert.True(named.Count > 50, "the page names hardly any test");
        Offenders.None(
            named.Where(n => !tests.Any(t => t.Name == n.Class && (n.Method.Length == 0 || t.Code.Contains($" {n.Method}(", StringComparison.Ordinal))))
                .Select(n => $"{Page}:{n.Line} {n.Class}.{n.Method}"),
            "a test that is not there");
    }

    [Fact]
    public void Every_row_names_a_test_or_says_why_there_is_none()
    {
        var silent = Repository.Lines(Page).Index().Where(l => Row().IsMatch(l.Item))
            .Where(l => !Test().IsMatch(l.Item) && !l.Item.Contains("By design", StringComparison.Ordinal) && !l.Item.Contains("Open", StringComparison.Ordinal))
            .Select(l => $"{Page}:{l.Index + 1}");

        Offenders.None(silent, "a row without an answer");
    }

    [GeneratedRegex(@"`(?<class>[A-Z][A-Za-z]+(?:Tests|Contract))(?:\.(?<method>[A-Za-z0-9_]+))?`")]
    private static partial Regex Test();

    [GeneratedRegex(@"^\| \d")]
    private static partial Regex Row();
}
