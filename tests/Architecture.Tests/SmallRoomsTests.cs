using System.Text.RegularExpressions;
using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

public partial class SmallRoomsTests
{
    private const int MostLines = 300;
    private const int MostFiles = 12;

    // Longer files that have a reason to be: path from the root -> the reason. Each entry is checked to be needed.
    private static readonly Dictionary<string, string> LongForAReason = new(StringComparer.Ordinal);

    private static readonly string[] Resources = [".resx", ".json", ".csproj", ".svg", ".png", ".ico"];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var offenders =
            from path in Repository.OwnFiles(".cs", ".cshtml", ".js", ".css")
            let lines = Repository.Lines(path).Length
            where lines > MostLines && !LongForAReason.ContainsKey(path)
            orderby lines descending
            select $"{lines} {path}";

        Offenders.None(offenders, $"at most {MostLines} lines a file");
    }

    [Fact]
    public void A_file_excused_for_its_length_still_needs_the_excuse() =>
        Offenders.None(
            LongForAReason.Keys.Where(path => !File.Exists(Repository.FullPath(path)) || Repository.Lines(path).Length <= MostLines),
            "no longer long: take it off the list");

    [Fact]
    public void No_folder_is_a_heap()
    {
        var offenders =
            from path in Repository.OwnFiles("")
            where IsSource(path) && !Resources.Contains(Path.GetExtension(path))
            group path by Path.GetDirectoryName(path) into folder
            where folder.Count() > MostFiles
            select $"{folder.Count()} {folder.Key}";

        Offenders.None(offenders, $"at most {MostFiles} files a folder");
    }

    [Fact]
    public void No_type_is_named_for_having_no_idea_of_its_own()
    {
        var offenders =
            from path in Repository.OwnFiles(".cs", ".cshtml")
            from line in Repository.Lines(path).Index()
            let type = VagueType().Match(line.Item)
            where type.Success
            select $"{path}:{line.Index + 1} {type.Groups["name"].Value}";

        Offenders.None(offenders, "a type is named for what it is");
    }

    [Theory]
    [InlineData("internal sealed class StoreManager", "StoreManager")]
    [InlineData("public readonly record struct TimeUtils(int A)", "TimeUtils")]
    [InlineData("static class Helpers", "Helpers")]
    [InlineData("public sealed class UncommonSense", null)]
    [InlineData("class Utility", null)]
    public void The_naming_test_knows_a_vague_name(string line, string? name)
    {
        var found = VagueType().Match(line);

        Assert.Equal(name, found.Success ? found.Groups["name"].Value : null);
    }

    private static bool IsSource(string path) =>
        path.StartsWith("src/", StringComparison.Ordinal)
        || path.StartsWith("firmware-sim/", StringComparison.Ordinal)
        || (path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*(?!//|\*)[\w\s]*\b(class|struct|record|interface|enum)\s+(?<name>\w*(Manager|Helper|Util|Common)s?)\b(?!\s+(class|struct))")]
    private static partial Regex VagueType();
}
