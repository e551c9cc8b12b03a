using System.Formats.Tar;

namespace K3Monitor.App.Backup;

/// <summary>Where a backup is written. It has its name only once it is complete; what is left of one that failed is deleted.</summary>
internal abstract class BackupTarget : IDisposable
{
    protected const string Unfinished = ".partial";
    private bool finished;

    protected BackupTarget(string path)
    {
        Path = path;
        Aside = path + Unfinished;
    }

    /// <summary>The name that it gets at the end.</summary>
    public string Path { get; }

    protected string Aside { get; }

    /// <summary>Opens a target: a name that ends in <c>.tar</c> is an archive, any other a folder.</summary>
    /// <exception cref="IOException">Something is there already.</exception>
    public static BackupTarget Open(string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new IOException($"{full}: is there already; a backup is never written over another");
        if (File.Exists(full + Unfinished) || Directory.Exists(full + Unfinished))
            throw new IOException($"{full + Unfinished}: another backup writes there, or one was cut off: delete it first");
        if (System.IO.Path.GetExtension(full) is ".zip" or ".gz" or ".tgz" or ".zst" or ".xz" or ".7z")
            throw new IOException($"{full}: an archive is a .tar (its files are compressed already), anything else a folder");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        return full.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? new ArchiveTarget(full) : new FolderTarget(full);
    }

    /// <summary>Writes a file.</summary>
    public abstract void Add(string name, Stream content);

    /// <summary>Takes a file out again where that can be done; in an archive it stays, unlisted.</summary>
    public virtual void Drop(string name)
    {
    }

    /// <summary>Makes it durable and gives it its name.</summary>
    public void Finish()
    {
        Complete();
        finished = true;
    }

    public void Dispose()
    {
        Dispose(true);
        if (finished)
            return;
        File.Delete(Aside);
        if (Directory.Exists(Aside))
            Directory.Delete(Aside, recursive: true);
    }

    protected abstract void Complete();

    protected abstract void Dispose(bool disposing);

    private sealed class FolderTarget(string path) : BackupTarget(path)
    {
        public override void Add(string name, Stream content)
        {
            string file = System.IO.Path.Combine(Aside, name.Replace('/', System.IO.Path.DirectorySeparatorChar));
            PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(file)!);
            using FileStream target = PrivateFiles.Create(file, FileMode.CreateNew);
            content.CopyTo(target);
            target.Flush(flushToDisk: true);
        }

        public override void Drop(string name) => File.Delete(System.IO.Path.Combine(Aside, name.Replace('/', System.IO.Path.DirectorySeparatorChar)));

        protected override void Complete()
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path);
            Directory.Move(Aside, Path);
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class ArchiveTarget : BackupTarget
    {
        private readonly FileStream file;
        private readonly TarWriter archive;

        public ArchiveTarget(string path)
            : base(path)
        {
            file = PrivateFiles.Create(Aside, FileMode.CreateNew);
            archive = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true);
        }

        public override void Add(string name, Stream content) => archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content });

        protected override void Complete()
        {
            archive.Dispose();
            file.Flush(flushToDisk: true);
            file.Dispose();
            File.Move(Aside, Path);
        }

        protected override void Dispose(bool disposing)
        {
            archive.Dispose();
            file.Dispose();
        }
    }
}
