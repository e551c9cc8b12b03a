using System.Diagnostics;

namespace K3Monitor.Architecture.Tests;

/// <summary>The tree this test was built from: its files, and the rules for which of them are our own.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs", ".idea", "data"];
    private static readonly Lazy<IReadOnlyList<string>> Listed = new(List);

    /// <summary>The folder with the solution, above the test's output.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>All files that are or could be committed, relative to <see cref="Root"/>, with forward slashes, in ordinal order.</summary>
    internal static IReadOnlyList<string> Files => Listed.Value;

    /// <summary>Files that a person here wrote: no migrations, no browser assets of others, no lock files.</summary>
    internal static IEnumerable<string> OwnFiles => Files.Where(f =>
        !f.Contains("/Migrations/", StringComparison.Ordinal)
        && !f.Contains("/wwwroot/vendor/", StringComparison.Ordinal)
        && !f.EndsWith("packages.lock.json", StringComparison.Ordinal));

    internal static string FullPath(string file) => Path.Combine(Root, file);

    internal static bool HasExtension(string file, params string[] extensions) =>
        extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "K3Monitor.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No K3Monitor.sln in any folder above {AppContext.BaseDirectory}");
    }

    private static List<string> List()
    {
        // A tree unpacked from an archive has no git, and an image may have no git program: then every file that is there counts.
        var files = (Path.Exists(FullPath(".git")) ? FromGit() : null) ?? FromDisk();
        files.RemoveAll(f => !File.Exists(FullPath(f)));
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static List<string>? FromGit()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var errors = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            _ = errors.Result;
            return git.ExitCode == 0 ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static List<string> FromDisk()
    {
        var found = new List<string>();
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(Root)]);
        while (open.TryPop(out var folder))
        {
            found.AddRange(folder.EnumerateFiles().Select(f => Path.GetRelativePath(Root, f.FullName).Replace('\\', '/')));
            foreach (var inner in folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name, StringComparer.Ordinal)))
            {
                open.Push(inner);
            }
        }

        return found;
    }
}
