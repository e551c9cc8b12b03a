namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>
/// The files in force, leased to readers. A file that a merge replaced is deleted only when nobody who might still open
/// it holds a lease.
/// </summary>
internal sealed class FileSet(string directory)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> leases = new(StringComparer.Ordinal);
    private readonly HashSet<string> retired = new(StringComparer.Ordinal);

    /// <summary>Takes a lease on files; disposing it gives them back.</summary>
    public Lease Take(IReadOnlyList<StoreFile> files)
    {
        lock (gate)
        {
            foreach (StoreFile file in files)
                leases[file.Name] = leases.GetValueOrDefault(file.Name) + 1;
        }

        return new Lease(this, files);
    }

    /// <summary>Deletes files as soon as nobody holds them.</summary>
    public void Retire(IEnumerable<StoreFile> files)
    {
        lock (gate)
        {
            foreach (StoreFile file in files)
            {
                if (leases.ContainsKey(file.Name))
                    retired.Add(file.Name);
                else
                    File.Delete(PathOf(file.Name));
            }
        }
    }

    public string PathOf(string name) => Path.Combine(directory, name.Replace('/', Path.DirectorySeparatorChar));

    private void GiveBack(IReadOnlyList<StoreFile> files)
    {
        lock (gate)
        {
            foreach (StoreFile file in files)
            {
                int left = leases[file.Name] - 1;
                if (left > 0)
                {
                    leases[file.Name] = left;
                    continue;
                }

                leases.Remove(file.Name);
                if (retired.Remove(file.Name))
                    File.Delete(PathOf(file.Name));
            }
        }
    }

    /// <summary>Files that stay until it is disposed.</summary>
    internal sealed class Lease(FileSet owner, IReadOnlyList<StoreFile> files) : IDisposable
    {
        private bool given;

        public IReadOnlyList<string> Paths { get; } = [.. files.Select(f => owner.PathOf(f.Name))];

        public void Dispose()
        {
            if (given)
                return;
            given = true;
            owner.GiveBack(files);
        }
    }
}
