using System.Formats.Tar;

namespace K3Monitor.App.Backup;

/// <summary>Reads a backup's files, from a folder or an archive, in whatever order they lie.</summary>
internal static class BackupSource
{
    /// <summary>Each file's name, with forward slashes, and content, which is valid until the next is asked for.</summary>
    /// <exception cref="IOException">There is no backup.</exception>
    /// <exception cref="InvalidDataException">The archive cannot be read further, or a name leads out of it.</exception>
    public static IEnumerable<(string Name, Stream Content)> Files(string path)
    {
        if (Directory.Exists(path))
            return FromFolder(path);
        return File.Exists(path) ? FromArchive(path) : throw new FileNotFoundException($"{path}: there is no backup");
    }

    private static IEnumerable<(string Name, Stream Content)> FromFolder(string path)
    {
        foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            yield return (Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'), content);
        }
    }

    private static IEnumerable<(string Name, Stream Content)> FromArchive(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var archive = new TarReader(file);
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            if (!IsInside(entry.Name))
                throw new InvalidDataException($"{path}: '{entry.Name}' leads out of the backup");
            yield return (entry.Name, entry.DataStream ?? Stream.Null);
        }
    }

    private static bool IsInside(string name) =>
        name.Length > 0 && !Path.IsPathRooted(name) && !name.Contains('\\', StringComparison.Ordinal) && !name.Split('/').Any(p => p is "" or "." or "..");
}
