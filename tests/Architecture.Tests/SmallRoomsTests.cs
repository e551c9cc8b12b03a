using System.Text.RegularExpressions;

namespace K3Monitor.Architecture.Tests;

public sealed partial class SmallRoomsTests
{
    private const int MostLines = 300;
    private const int MostFiles = 12;

    /// <summary>Files that may be longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> MayBeLonger = new(StringComparer.Ordinal);

    private static IEnumerable<string> Sources => Repository.OwnFiles.Where(f => Repository.HasExtension(f, ".cs", ".cshtml", ".js", ".css"));

    [Fact]
    public void No_own_source_file_is_longer_than_300_lines() => Offenders.MustBeNone(
        $"Files of more than {MostLines} lines:",
        Sources.Where(f => !MayBeLonger.ContainsKey(f))
            .Select(f => (File: f, Lines: File.ReadLines(Repository.FullPath(f)).Count()))
            .Where(f => f.Lines > MostLines)
            .Select(f => $"{f.File}: {f.Lines}"));

    [Fact]
    public void Every_file_that_may_be_longer_exists_is_longer_and_says_why() => Offenders.MustBeNone(
        "Exceptions that nothing needs:",
        MayBeLonger.Where(e => e.Value.Length < 20 || !Sources.Contains(e.Key, StringComparer.Ordinal)
                || File.ReadLines(Repository.FullPath(e.Key)).Count() <= MostLines)
            .Select(e => e.Key));

    [Fact]
    public void No_source_folder_holds_more_than_12_own_files() => Offenders.MustBeNone(
        $"Folders of more than {MostFiles} files:",
        // A page and the code behind it are one thing to a reader.
        Sources.Where(f => !f.EndsWith(".cshtml.cs", StringComparison.Ordinal))
            .GroupBy(f => Path.GetDirectoryName(f)!, StringComparer.Ordinal)
            .Where(folder => folder.Count() > MostFiles)
            .Select(folder => $"{folder.Key}: {folder.Count()}"));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Offenders.MustBeNone(
        "Types whose names say nothing of what they hold:",
        Sources.Where(f => Repository.HasExtension(f, ".cs"))
            .SelectMany(f => EmptyName().Matches(File.ReadAllText(Repository.FullPath(f))).Select(m => $"{f}: {m.Groups["name"].Value}")));

    [Theory]
    [InlineData("internal sealed class DeviceManager", true)]
    [InlineData("public static class TimeUtils { }", true)]
    [InlineData("record struct Common(int A)", true)]
    [InlineData("interface IUnitHelper", true)]
    [InlineData("class HelperlessDevice", false)]
    [InlineData("class UtilityMeter", false)]
    public void The_pattern_for_empty_names_takes_what_it_should(string text, bool found) => Assert.Equal(found, EmptyName().IsMatch(text));

    [GeneratedRegex(@"^[^/""\r\n]*\b(?:class|struct|record|interface|enum)\s+(?<name>\w*(?:Manager|Helpers?|Utils?|Common))\b", RegexOptions.Multiline)]
    private static partial Regex EmptyName();
}
