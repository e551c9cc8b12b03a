using System.Text;

namespace K3Monitor.Store.Telemetry.Influx.Writing;

/// <summary>
/// Samples that the server can never take, each with its reason, as lines that <c>influx</c> tools read (reasons are
/// comments). Bounded: beyond 32 MiB the file is moved to a second one, whose older content leaves.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class SetAsideFile
{
    private const long MostBytes = 32L << 20;
    private readonly Lock gate = new();
    private readonly string path;
    private readonly string older;
    private long count;

    public SetAsideFile(string directory)
    {
        path = System.IO.Path.Combine(directory, "set-aside.lp");
        older = System.IO.Path.Combine(directory, "set-aside.older.lp");
        count = new[] { path, older }.Where(File.Exists).Sum(f => File.ReadLines(f).LongCount(l => !l.StartsWith('#')));
    }

    public string Path => path;

    public long Count => Interlocked.Read(ref count);

    /// <summary>Keeps a line, durably.</summary>
    public void Keep(string line, string reason)
    {
        lock (gate)
        {
            using (FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read))
            {
                file.Write(Encoding.UTF8.GetBytes($"# {reason.ReplaceLineEndings(" ")}\n{line}\n"));
                file.Flush(flushToDisk: true);
                if (file.Length < MostBytes)
                {
                    Interlocked.Increment(ref count);
                    return;
                }
            }

            File.Move(path, older, overwrite: true);
            Interlocked.Increment(ref count);
        }
    }
}
