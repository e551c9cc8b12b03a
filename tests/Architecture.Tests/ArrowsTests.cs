using System.Xml.Linq;
using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

public class ArrowsTests
{
    [Fact]
    public void Every_project_of_ours_has_its_place_in_the_table_of_arrows()
    {
        var found = ProjectFiles().Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

        Assert.Equal(Arrows.Projects.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Project_files_point_along_the_arrows_only()
    {
        var offenders =
            from path in ProjectFiles()
            let project = Path.GetFileNameWithoutExtension(path)
            from reference in References(path)
            where !Arrows.Allowed(project).Contains(reference)
            select $"{path} refers to {reference}";

        Offenders.None(offenders, "Measurements <- Rules <- Store <- Inspection <- {Ingest, Dashboard} <- K3Monitor; firmware-sim -> Measurements");
    }

    [Fact]
    public void Compiled_assemblies_use_each_other_along_the_arrows_only()
    {
        var offenders =
            from project in Arrows.Projects
            from assembly in CompiledAssembly.Of(project).Assemblies
            let used = Arrows.ProjectOf(assembly)
            where used is not null && !Arrows.Allowed(project).Contains(used)
            select $"{project} uses {used}";

        Offenders.None(offenders, "an assembly knows only what its arrow points at");
    }

    [Fact]
    public void Ingest_and_Dashboard_do_not_know_each_other()
    {
        Assert.DoesNotContain("Dashboard", Arrows.Allowed("Ingest"));
        Assert.DoesNotContain("Ingest", Arrows.Allowed("Dashboard"));
        Assert.Equal(["Measurements"], Arrows.Allowed("firmware-sim"));
    }

    [Fact]
    public void The_words_depend_on_no_package()
    {
        var path = ProjectFiles().Single(file => file.EndsWith("/Measurements.csproj", StringComparison.Ordinal));

        Assert.Empty(Items(path, "PackageReference"));
    }

    private static IEnumerable<string> ProjectFiles() =>
        Repository.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal)
            || path.StartsWith("firmware-sim/", StringComparison.Ordinal));

    private static IEnumerable<string> References(string path) =>
        Items(path, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    private static IEnumerable<string> Items(string path, string kind) =>
        XDocument.Load(Repository.FullPath(path)).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
