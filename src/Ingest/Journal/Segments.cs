using System.Globalization;
using K3Monitor.Ingest.Journal.Files;

namespace K3Monitor.Ingest.Journal;

/// <summary>
/// The segment files, oldest first; the last is the active one. A file is named by the journal position of its first byte.
/// The list is locked; the active file itself belongs to the commit thread.
/// </summary>
internal sealed class Segments(IJournalFiles files) : IDisposable
{
    public const string Extension = ".segment";

    private readonly Lock _gate = new();
    private readonly List<long> _starts = [];
    private IJournalFile? _active;
    private long? _unfinished;

    public static string Name(long start) => start.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    public static bool TryParse(string name, out long start)
    {
        start = 0;
        return name.EndsWith(Extension, StringComparison.Ordinal)
            && name.Length == 20 + Extension.Length
            && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out start);
    }

    public long ActiveStart
    {
        get
        {
            lock (_gate) return _starts[^1];
        }
    }

    public long Oldest
    {
        get
        {
            lock (_gate) return _starts[0];
        }
    }

    public IJournalFile Active => _active ?? throw new InvalidOperationException("No segment is open.");

    public IJournalFile OpenForReading(long start) => files.OpenForReading(Name(start));

    /// <summary>Takes over the segments found at opening; the last becomes active.</summary>
    public void Adopt(IEnumerable<long> starts)
    {
        lock (_gate) _starts.AddRange(starts);
        _active = files.Open(Name(ActiveStart));
    }

    /// <summary>Starts a new, empty active segment. The old one must be durable already.</summary>
    public void Begin(long start)
    {
        _unfinished = start;
        var fresh = files.Open(Name(start));
        try
        {
            // A file of this name can only be left from an attempt that failed before anything in it was acknowledged.
            fresh.Truncate(0);
            fresh.Sync();
            files.SyncNames();
        }
        catch
        {
            fresh.Dispose();
            throw;
        }

        _active?.Dispose();
        _active = fresh;
        lock (_gate)
        {
            _starts.Add(start);
        }

        _unfinished = null;
    }

    /// <summary>
    /// Opens the active file anew and cuts it back to the durable end. A handle whose fsync failed is not trusted again:
    /// Linux may have dropped the unwritten pages and would report the next fsync as a success.
    /// </summary>
    public void Repair(long durable, int probeBytes)
    {
        var end = durable - ActiveStart;
        _active?.Dispose();
        _active = null;
        if (_unfinished is { } start)
        {
            // Left behind, it would cut the active segment short in the eyes of the next start.
            files.Delete(Name(start));
            files.SyncNames();
            _unfinished = null;
        }

        _active = files.Open(Name(ActiveStart));
        _active.Truncate(end);
        _active.Sync();
        try
        {
            _active.Write(end, new byte[probeBytes]);
            _active.Sync();
        }
        finally
        {
            _active.Truncate(end);
        }

        _active.Sync();
    }

    /// <summary>The segment that holds this position, or the oldest when it lies before all of them.</summary>
    public long At(long position)
    {
        lock (_gate)
        {
            var i = _starts.BinarySearch(position);
            if (i < 0) i = Math.Max(0, ~i - 1);
            return _starts[i];
        }
    }

    /// <summary>Where the segment behind this one starts; null when it is the active one. Right also for a segment deleted meanwhile.</summary>
    public long? NextAfter(long start)
    {
        lock (_gate)
        {
            var i = _starts.BinarySearch(start);
            i = i < 0 ? ~i : i + 1;
            return i < _starts.Count ? _starts[i] : null;
        }
    }

    /// <summary>
    /// Deletes the segments whose every byte lies below the position. The active one always stays. Oldest first, so that a crash in between
    /// leaves no hole; outside the lock, because the commit thread must not wait for it. Called by one thread at a time.
    /// </summary>
    public void DeleteBelow(long position)
    {
        var deleted = false;
        while (OldestIfBelow(position) is { } doomed)
        {
            files.Delete(Name(doomed));
            lock (_gate) _starts.RemoveAt(0);
            deleted = true;
        }

        if (deleted) files.SyncNames();
    }

    public void Dispose() => _active?.Dispose();

    private long? OldestIfBelow(long position)
    {
        lock (_gate) return _starts.Count > 1 && _starts[1] <= position ? _starts[0] : null;
    }
}
