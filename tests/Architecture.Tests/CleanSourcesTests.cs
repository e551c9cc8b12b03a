using System.Text.RegularExpressions;
using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

public class CleanSourcesTests
{
    // Put together from halves, so that this file does not accuse itself.
    private static readonly Regex StubWords = new(
        @"\b(TO" + @"DO|FIX" + @"ME|NotImplemented" + @"Exception)\b|\bThread\.Sl" + @"eep\b");

    // The attribute and the pseudo-element are how HTML and CSS spell an input's hint.
    private static readonly Regex StandIn = new(@"(?<!::)\bplace" + @"holder\b(?!\s*=)", RegexOptions.IgnoreCase);

    private static readonly Regex MachinePath = new(
        @"(?<![\w.~\-/}])/(work|root|farm)/|/\.libr" + @"ary\b|(?<![\w.~\-/}])/home/\w|\b[A-Z]:\\Users\\");

    private static readonly string[] Code = [".cs", ".cshtml", ".js", ".css", ".sh", ".csproj", ".props", "run"];

    private static readonly string[] Texts = [.. Code, ".md", ".yaml", ".yml", ".json", ".html", ".resx", ".txt", ".sln", ".conf", ".toml"];

    [Fact]
    public void No_source_speaks_of_work_left_undone() =>
        Offenders.None(Matches(Code, StubWords).Concat(Matches(Code, StandIn)), "finish it, or say why it is right");

    [Fact]
    public void No_file_names_a_folder_of_the_machine_it_was_written_on() =>
        Offenders.None(Matches(Texts, MachinePath), "a path of one machine means nothing on another");

    [Theory]
    [InlineData("// TO" + "DO later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("Thread.Sl" + "eep(10);")]
    public void A_stub_word_is_seen(string line) => Assert.Matches(StubWords, line);

    [Theory]
    [InlineData("a place" + "holder value", true)]
    [InlineData("<input place" + "holder=\"kata sandi\">", false)]
    [InlineData("input::place" + "holder { color: grey }", false)]
    public void A_stand_in_is_seen_but_not_an_inputs_hint(string line, bool seen) => Assert.Equal(seen, StandIn.IsMatch(line));

    [Theory]
    [InlineData("\"/ro" + "ot/x\"", true)]
    [InlineData("see /wo" + "rk/shared", true)]
    [InlineData("https://example.org/wo" + "rk/x", false)]
    [InlineData("~/ui/ro" + "ot/x", false)]
    public void A_machine_path_is_seen_but_not_an_address(string line, bool seen) => Assert.Equal(seen, MachinePath.IsMatch(line));

    private static IEnumerable<string> Matches(string[] endings, Regex words) =>
        from path in Repository.OwnFiles(endings)
        from line in Repository.Lines(path).Index()
        where words.IsMatch(line.Item)
        select $"{path}:{line.Index + 1} {line.Item.Trim()}";
}
