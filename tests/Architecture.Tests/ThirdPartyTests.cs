using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace K3Monitor.Architecture.Tests;

public sealed partial class ThirdPartyTests
{
    private const string Vendor = "src/Dashboard/wwwroot/vendor/";

    private static string Page => File.ReadAllText(Repository.FullPath("THIRD-PARTY.md"));

    [Fact]
    public void Browser_assets_are_byte_for_byte_what_the_page_lists()
    {
        var listed = Row().Matches(Page).ToDictionary(m => m.Groups["file"].Value, m => m.Groups["hash"].Value, StringComparer.Ordinal);
        var carried = Repository.Files
            .Where(f => f.StartsWith(Vendor, StringComparison.Ordinal) && Path.GetFileName(f) is not ("LICENSE" or ".gitattributes"))
            .ToDictionary(
                f => f[Vendor.Length..],
                f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Repository.FullPath(f)))),
                StringComparer.Ordinal);
        Assert.NotEmpty(carried);
        Assert.Equal(listed, carried);
    }

    [Fact]
    public void Every_carried_part_has_its_licence_beside_it() => Offenders.MustBeNone(
        "Folders without a licence:",
        Repository.Files.Where(f => f.StartsWith(Vendor, StringComparison.Ordinal) && f.LastIndexOf('/') >= Vendor.Length)
            .Select(f => Path.GetDirectoryName(f)!)
            .Distinct(StringComparer.Ordinal)
            .Where(folder => !File.Exists(Repository.FullPath(folder + "/LICENSE"))));

    [Fact]
    public void Every_package_is_listed_with_the_version_in_use() => Offenders.MustBeNone(
        "Packages that THIRD-PARTY.md lacks or has in another version:",
        XDocument.Load(Repository.FullPath("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => $"| {p.Attribute("Include")!.Value} | {p.Attribute("Version")!.Value} |")
            .Where(row => !Page.Contains(row, StringComparison.Ordinal)));

    [GeneratedRegex(@"^\| `(?<file>[^`]+)` \|.*\| `(?<hash>[0-9a-f]{64})` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
