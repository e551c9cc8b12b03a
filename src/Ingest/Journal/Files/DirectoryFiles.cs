using Microsoft.Win32.SafeHandles;

namespace K3Monitor.Ingest.Journal.Files;

/// <summary>A real folder. Holds a lock file open, so that a second process cannot write the same journal.</summary>
internal sealed class DirectoryFiles : IJournalFiles
{
    private readonly string _folder;
    private readonly SafeFileHandle _lock;

    public DirectoryFiles(string folder)
    {
        _folder = Path.GetFullPath(folder);
        var isNew = !Directory.Exists(_folder);
        Directory.CreateDirectory(_folder);
        _lock = File.OpenHandle(Full("journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        DirectorySync.Sync(_folder);
        if (isNew && Path.GetDirectoryName(_folder) is { } parent)
            DirectorySync.Sync(parent);
    }

    public IReadOnlyList<string> Names() => [.. Directory.EnumerateFiles(_folder).Select(f => Path.GetFileName(f))];

    public IJournalFile Open(string name) => new RealFile(Full(name), FileMode.OpenOrCreate, FileAccess.ReadWrite);

    public IJournalFile OpenForReading(string name) => new RealFile(Full(name), FileMode.Open, FileAccess.Read);

    public void Delete(string name) => File.Delete(Full(name));

    public byte[] ReadAll(string name) => File.ReadAllBytes(Full(name));

    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        var temporary = Full(name + ".tmp");
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, Full(name), overwrite: true);
        SyncNames();
    }

    public void SyncNames() => DirectorySync.Sync(_folder);

    public void Dispose() => _lock.Dispose();

    private string Full(string name) => Path.Combine(_folder, name);

    private sealed class RealFile(string path, FileMode mode, FileAccess access) : IJournalFile
    {
        // Others may read and delete the file meanwhile; the lock file keeps other writers out.
        private readonly SafeFileHandle _handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(long offset, Span<byte> buffer)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                var read = RandomAccess.Read(_handle, buffer[total..], offset + total);
                if (read == 0) break;
                total += read;
            }

            return total;
        }

        public void Write(long offset, ReadOnlySpan<byte> content) => RandomAccess.Write(_handle, content, offset);

        public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

        public void Sync() => RandomAccess.FlushToDisk(_handle);

        public void Dispose() => _handle.Dispose();
    }
}
