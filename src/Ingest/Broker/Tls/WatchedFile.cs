namespace K3Monitor.Ingest.Broker.Tls;

/// <summary>
/// Something read from a file, and read again when the file has changed. A file that is wrong later is told and the last good
/// content stays in force: a certificate written half must not shut every device out.
/// </summary>
/// <remarks>Safe from any thread. Looks at the file at most every two seconds, when it is asked.</remarks>
internal sealed class WatchedFile<T>
    where T : class
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private readonly string path;
    private readonly Func<string, T> read;
    private readonly TimeProvider time;
    private readonly Action<Exception?> told;
    private T current;
    private (DateTime Written, long Length) seen;
    private long looked;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it; what it throws at the first reading comes out here.</param>
    /// <param name="time">The clock of the looks.</param>
    /// <param name="told">Called after each later reading: null when it was good, the fault when it was not.</param>
    public WatchedFile(string path, Func<string, T> read, TimeProvider time, Action<Exception?> told)
    {
        (this.path, this.read, this.time, this.told) = (path, read, time, told);
        seen = Stamp();
        current = read(path);
        looked = time.GetTimestamp();
    }

    /// <summary>The content as last read.</summary>
    public T Current
    {
        get
        {
            lock (gate)
            {
                if (time.GetElapsedTime(looked) >= LookEvery)
                    Look();
                return current;
            }
        }
    }

    private void Look()
    {
        looked = time.GetTimestamp();
        try
        {
            if (Stamp() is { } stamp && stamp == seen)
                return;
            current = read(path);
            seen = stamp;
            told(null);
        }
        catch (Exception e)
        {
            told(e);
        }
    }

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(path);
        return (file.LastWriteTimeUtc, file.Length);
    }
}
