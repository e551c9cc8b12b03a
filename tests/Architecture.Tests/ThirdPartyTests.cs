using System.Security.Cryptography;
using System.Xml.Linq;
using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

public class ThirdPartyTests
{
    private static readonly string[] Listed = Repository.Lines("THIRD-PARTY.md");

    [Fact]
    public void Every_browser_part_is_byte_for_byte_the_one_listed()
    {
        var files = Repository.Files("").Where(path => path.Contains("/wwwroot/vendor/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(files);

        var offenders =
            from path in files
            let sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Repository.FullPath(path))))
            let name = path[(path.IndexOf("/vendor/", StringComparison.Ordinal) + 8)..]
            where !HasRow(name, sum)
            select $"{name} {sum}";

        Offenders.None(offenders, "THIRD-PARTY.md lists no such file with this SHA-256");
    }

    [Fact]
    public void Every_package_is_listed_in_its_version()
    {
        var offenders =
            from package in XDocument.Load(Repository.FullPath("Directory.Packages.props")).Descendants("PackageVersion")
            let name = package.Attribute("Include")!.Value
            let version = package.Attribute("Version")!.Value
            where !HasRow(name, version)
            select $"{name} {version}";

        Offenders.None(offenders, "THIRD-PARTY.md lists no such package and version");
    }

    private static bool HasRow(string name, string value) =>
        Listed.Any(line => line.StartsWith($"| {name} | ", StringComparison.Ordinal)
            && line.Contains($"| {value} |", StringComparison.Ordinal));
}
