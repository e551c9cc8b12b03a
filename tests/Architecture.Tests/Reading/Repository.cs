namespace K3Monitor.Architecture.Tests.Reading;

/// <summary>The files of the repository, read from the disk: build output and tool folders left out.</summary>
internal static class Repository
{
    private const string Solution = "K3Monitor.sln";

    private static readonly string[] NotOurs = ["bin", "obj", "TestResults", "artifacts", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file below the root with one of the endings, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(params string[] endings)
    {
        List<string> found = [];
        Collect(new DirectoryInfo(Root), endings, found);
        found.Sort(StringComparer.Ordinal);
        Assert.True(found.Count > 0, $"no file ending in {string.Join(", ", endings)} below {Root}");
        return found;
    }

    /// <summary>The same without browser parts that others wrote and migrations that a tool wrote.</summary>
    public static IReadOnlyList<string> OwnFiles(params string[] endings) =>
        [.. Files(endings).Where(path => !path.Contains("/wwwroot/vendor/", StringComparison.Ordinal)
            && !path.Contains("/Migrations/", StringComparison.Ordinal))];

    public static string FullPath(string path) => Path.Combine(Root, path);

    public static string[] Lines(string path) => File.ReadAllLines(FullPath(path));

    private static void Collect(DirectoryInfo folder, string[] endings, List<string> found)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            if (endings.Any(ending => file.Name.EndsWith(ending, StringComparison.Ordinal)))
            {
                found.Add(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));
            }
        }

        foreach (var inner in folder.EnumerateDirectories())
        {
            var hidden = inner.Name.StartsWith('.') && inner.Name != ".ci";
            if (!hidden && inner.LinkTarget is null && !NotOurs.Contains(inner.Name) && !IsRuntimeData(inner))
            {
                Collect(inner, endings, found);
            }
        }
    }

    // "data" at the top is where a desk runs the product; deeper ones belong to tests.
    private static bool IsRuntimeData(DirectoryInfo folder) =>
        folder.Name == "data" && folder.Parent!.FullName == Root;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Solution} is not in any folder above {AppContext.BaseDirectory}");
    }
}
