using System.Xml.Linq;

namespace K3Monitor.Architecture.Tests;

public sealed class ProjectArrowTests
{
    [Fact]
    public void Project_files_point_only_along_the_arrows_also_through_others()
    {
        var direct = References();
        Offenders.MustBeNone("Project references against the arrows:", direct.Keys.SelectMany(p => Arrows.Forbidden(p, Reach(p, direct))));
    }

    [Fact]
    public void Every_project_of_the_arrows_has_its_project_file() =>
        Assert.Equal(Arrows.Allowed.Keys.Order(StringComparer.Ordinal), References().Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Ingest_and_Dashboard_do_not_know_each_other()
    {
        var direct = References();
        Assert.DoesNotContain("Dashboard", Reach("Ingest", direct));
        Assert.DoesNotContain("Ingest", Reach("Dashboard", direct));
    }

    [Fact]
    public void No_test_project_is_referenced_by_the_product() => Offenders.MustBeNone(
        "The product references tests:", References().SelectMany(p => p.Value.Where(IsTest).Select(r => $"{p.Key} → {r}")));

    private static bool IsTest(string project) => project.EndsWith(".Tests", StringComparison.Ordinal);

    private static Dictionary<string, string[]> References() => Repository.Files
        .Where(f => Repository.HasExtension(f, ".csproj") && (f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("firmware-sim/", StringComparison.Ordinal)))
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), ReferencesOf, StringComparer.Ordinal);

    private static string[] ReferencesOf(string projectFile) => [.. XDocument.Load(Repository.FullPath(projectFile))
        .Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];

    private static HashSet<string> Reach(string project, Dictionary<string, string[]> direct)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(direct[project]);
        while (open.TryPop(out var next))
        {
            if (reached.Add(next) && direct.TryGetValue(next, out var further))
            {
                foreach (var one in further)
                {
                    open.Push(one);
                }
            }
        }

        return reached;
    }
}
