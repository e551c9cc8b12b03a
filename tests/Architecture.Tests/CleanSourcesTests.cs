using System.Text.RegularExpressions;

namespace K3Monitor.Architecture.Tests;

public sealed partial class CleanSourcesTests
{
    // Put together here so that this file does not offend itself.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "Thread." + "Sleep", "Debugger." + "Launch"];

    private static IEnumerable<string> Texts => Repository.OwnFiles.Where(f => Repository.HasExtension(
        f, ".cs", ".cshtml", ".js", ".css", ".csproj", ".props", ".targets", ".sh", ".md", ".yaml", ".yml", ".json", ".txt", ".resx", ".service", ".conf", ""));

    private static IEnumerable<string> Code => Texts.Where(f =>
        !Repository.HasExtension(f, ".md", ".txt") && !f.StartsWith("tests/", StringComparison.Ordinal) | f.EndsWith(".cs", StringComparison.Ordinal));

    [Fact]
    public void No_file_names_a_path_of_somebodys_machine() => Offenders.MustBeNone(
        "Paths of a machine:", Texts.SelectMany(f => LinesOf(f, line => MachinePath().IsMatch(line))));

    [Fact]
    public void Nothing_unfinished_is_left_in_the_code() => Offenders.MustBeNone(
        "Marks of unfinished work:", Code.SelectMany(f => LinesOf(f, line => Unfinished.Any(w => ContainsWord(line, w)))));

    [Theory]
    [InlineData("cd /wo" + "rk/main", true)]
    [InlineData("\"/ro" + "ot/.nuget\"", true)]
    [InlineData("docs/wo" + "rk/one.md", false)]
    public void The_pattern_for_machine_paths_takes_what_it_should(string line, bool found) => Assert.Equal(found, MachinePath().IsMatch(line));

    private static bool ContainsWord(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(line[at - 1])) && (end == line.Length || !char.IsLetterOrDigit(line[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> LinesOf(string file, Func<string, bool> offends) => File.ReadLines(Repository.FullPath(file))
        .Select((text, index) => (text, number: index + 1))
        .Where(line => offends(line.text))
        .Select(line => $"{file}:{line.number}: {line.text.Trim()}");

    [GeneratedRegex(@"(?<![\w.:)}\-])/(?:work|root)/")]
    private static partial Regex MachinePath();
}
