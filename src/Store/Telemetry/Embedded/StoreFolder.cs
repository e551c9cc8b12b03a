using System.Globalization;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>The folder of an embedded store while one process owns it.</summary>
internal sealed class StoreFolder : IDisposable
{
    /// <summary>Held open by the owner; the system lets go of it when the process ends, however it ends.</summary>
    private const string LockName = "open.lock";

    private readonly string directory;
    private readonly FileStream held;

    private StoreFolder(string directory, FileStream held) => (this.directory, this.held) = (directory, held);

    /// <summary>Makes the folder this process's own.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static StoreFolder Own(string directory)
    {
        Directory.CreateDirectory(directory);
        try
        {
            return new StoreFolder(directory, new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken)
        {
            throw new IOException($"{directory}: the telemetry store cannot be opened for writing; most likely another process has it open ({taken.Message})", taken);
        }
    }

    /// <summary>
    /// Deletes what a crash left: files of an unfinished flush or merge, and those that a finished merge had replaced. Files from
    /// after the manifest cannot be that; with them the manifest is not the one that belongs here, and nothing is touched.
    /// </summary>
    /// <exception cref="InvalidDataException">Files are missing, or are from after the manifest.</exception>
    public void Tidy(Manifest manifest)
    {
        var named = manifest.AllFiles.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var left = new List<string>();
        var newer = new List<string>();
        foreach (string path in Directory.EnumerateFiles(directory, "*.parquet", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
            if (!named.Remove(name) && VersionOf(path) is { } version)
                (version > manifest.Version + 1 ? newer : left).Add(name);
        }

        if (named.Count > 0)
            throw new InvalidDataException($"{directory}: the manifest names files that are not there: {Some(named)}");
        if (newer.Count > 0)
            throw new InvalidDataException($"{directory}: {Manifest.FileName} is lost or older than the files; it does not name {Some(newer)}. Restore it from a backup");
        foreach (string name in left)
            File.Delete(Path.Combine(directory, name));
    }

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    /// <summary>The version of the manifest that was to name the file, as <c>piece-7.parquet</c> or <c>day-7-1.parquet</c>; null for a file that is not the store's.</summary>
    private static long? VersionOf(string path)
    {
        string[] parts = Path.GetFileNameWithoutExtension(path).Split('-');
        return parts is ["piece" or "minute" or "quarter", _] or ["day" or "left", _, _] && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;
    }

    private static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).Take(10)) + (names.Count > 10 ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - 10} more") : "");
}
