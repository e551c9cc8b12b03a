using K3Monitor.Ingest.Journal.Files;

namespace K3Monitor.Ingest.Tests.JournalTests;

/// <summary>A disk in memory that can be full, refuse, hold its breath, and lose power.</summary>
internal sealed class MemoryFiles : IJournalFiles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Content> _files = [];

    public long Capacity { get; set; } = long.MaxValue;

    public bool SyncFails { get; set; }

    public bool NameSyncFails { get; set; }

    /// <summary>While not set, syncs wait.</summary>
    public ManualResetEventSlim SyncGate { get; } = new(true);

    /// <summary>Released once for each sync that has begun.</summary>
    public SemaphoreSlim SyncBegun { get; } = new(0);

    /// <summary>Released once for each refusal.</summary>
    public SemaphoreSlim Refused { get; } = new(0);

    public byte[] this[string name]
    {
        get
        {
            lock (_gate) return [.. _files[name].Bytes];
        }

        set
        {
            lock (_gate) _files[name] = new Content { Bytes = [.. value], Synced = [.. value] };
        }
    }

    public string LastSegment => Names().Where(n => n.EndsWith(".segment", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Last();

    public MemoryFiles Copy()
    {
        var copy = new MemoryFiles();
        foreach (var name in Names()) copy[name] = this[name];
        return copy;
    }

    /// <summary>The disk after a power cut: what was synced, and of each file's unsynced end as many bytes as it happened to have written.</summary>
    public MemoryFiles AfterPowerCut(int unsyncedKept)
    {
        var copy = new MemoryFiles();
        lock (_gate)
        {
            foreach (var (name, file) in _files)
            {
                var kept = Math.Min(file.Bytes.Count, file.Synced.Length + unsyncedKept);
                copy[name] = kept > file.Synced.Length ? [.. file.Bytes[..kept]] : file.Synced;
            }
        }

        return copy;
    }

    public IReadOnlyList<string> Names()
    {
        lock (_gate) return [.. _files.Keys];
    }

    public IJournalFile Open(string name)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(name, out var file)) _files[name] = file = new Content();
            return new MemoryFile(this, file);
        }
    }

    public IJournalFile OpenForReading(string name)
    {
        lock (_gate)
            return _files.TryGetValue(name, out var file) ? new MemoryFile(this, file) : throw new FileNotFoundException(name);
    }

    public void Delete(string name)
    {
        lock (_gate) _files.Remove(name);
    }

    public byte[] ReadAll(string name) => this[name];

    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        if (NameSyncFails) throw Refuse("no names today");
        if (content.Length > Capacity - Used()) throw Refuse("disk full");
        this[name] = content.ToArray();
    }

    public void SyncNames()
    {
        if (NameSyncFails) throw Refuse("no names today");
    }

    public void Dispose()
    {
    }

    private long Used()
    {
        lock (_gate) return _files.Values.Sum(f => (long)f.Bytes.Count);
    }

    private IOException Refuse(string reason)
    {
        Refused.Release();
        return new IOException(reason);
    }

    private sealed class Content
    {
        public List<byte> Bytes { get; set; } = [];

        public byte[] Synced { get; set; } = [];
    }

    private sealed class MemoryFile(MemoryFiles disk, Content content) : IJournalFile
    {
        public long Length
        {
            get
            {
                lock (disk._gate) return content.Bytes.Count;
            }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            lock (disk._gate)
            {
                var count = (int)Math.Clamp(content.Bytes.Count - offset, 0, buffer.Length);
                for (var i = 0; i < count; i++) buffer[i] = content.Bytes[(int)offset + i];
                return count;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                var used = disk.Used();
                foreach (var b in bytes)
                {
                    if (offset < content.Bytes.Count)
                    {
                        content.Bytes[(int)offset++] = b;
                        continue;
                    }

                    Assert.Equal(content.Bytes.Count, offset++);
                    if (used++ >= disk.Capacity) throw disk.Refuse("disk full");
                    content.Bytes.Add(b);
                }
            }
        }

        public void Truncate(long length)
        {
            lock (disk._gate)
            {
                if (length < content.Bytes.Count) content.Bytes.RemoveRange((int)length, content.Bytes.Count - (int)length);
            }
        }

        public void Sync()
        {
            disk.SyncBegun.Release();
            disk.SyncGate.Wait();
            if (disk.SyncFails) throw disk.Refuse("input/output error");
            lock (disk._gate) content.Synced = [.. content.Bytes];
        }

        public void Dispose()
        {
        }
    }
}
