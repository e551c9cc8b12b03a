using K3Monitor.Ingest.Journal.Reading;
using Microsoft.Win32.SafeHandles;

namespace K3Monitor.Ingest.Journal.Copying;

/// <summary>One file of a journal to be copied: as many bytes as it had when it was looked at.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Handle">Open for reading; belongs to the snapshot.</param>
/// <param name="Length">Bytes to copy.</param>
public sealed record JournalPart(string Name, SafeFileHandle Handle, long Length);

/// <summary>
/// A journal as another process sees it that copies it while it is being written. Segments are held open, so that one
/// that the journal deletes meanwhile can still be copied. Cursors are those of the first moment: a consumer that starts
/// from the copy sees some records again, which it must bear anyway, and passes over none.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class JournalSnapshot : IDisposable
{
    private readonly string directory;
    private readonly SortedDictionary<long, SafeFileHandle> segments = [];

    private JournalSnapshot(string directory) => this.directory = directory;

    /// <summary>The cursor files, by name, as they were when the snapshot was begun.</summary>
    public IReadOnlyDictionary<string, byte[]> Cursors { get; private set; } = new Dictionary<string, byte[]>();

    /// <summary>The lowest saved position of a consumer; 0 when there is none.</summary>
    public long LowestCursor { get; private set; }

    /// <summary>Begins: reads the cursors, then takes hold of every segment. A folder that is absent gives an empty snapshot.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JournalSnapshot Begin(string directory)
    {
        var snapshot = new JournalSnapshot(directory);
        if (!Directory.Exists(directory))
            return snapshot;
        var cursors = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        long lowest = long.MaxValue;
        foreach (string path in Directory.EnumerateFiles(directory, "*" + Reading.Cursors.Extension))
        {
            byte[] bytes = File.ReadAllBytes(path);
            cursors[Path.GetFileName(path)] = bytes;
            if (Reading.Cursors.TryRead(bytes, out long position))
                lowest = Math.Min(lowest, position);
        }

        snapshot.Cursors = cursors;
        snapshot.LowestCursor = cursors.Count == 0 || lowest == long.MaxValue ? 0 : lowest;
        snapshot.TakeHold();
        return snapshot;
    }

    /// <summary>Takes hold of segments begun since. Call it between the steps of a long copy.</summary>
    public void TakeHold()
    {
        if (!Directory.Exists(directory))
            return;
        foreach (string path in Directory.EnumerateFiles(directory, "*" + Segments.Extension))
        {
            if (!Segments.TryParse(Path.GetFileName(path), out long start) || segments.ContainsKey(start))
                continue;
            try
            {
                segments[start] = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (FileNotFoundException)
            {
                // Every consumer has passed it in this instant; Missing tells if that leaves a hole.
            }
        }
    }

    /// <summary>The segments in order, each with its length at this moment. Every one but the last is complete.</summary>
    public IReadOnlyList<JournalPart> Parts() =>
        [.. segments.Select(s => new JournalPart(Segments.Name(s.Key), s.Value, RandomAccess.GetLength(s.Value)))];

    /// <summary>Bytes from the lowest cursor on that no segment of <paramref name="parts"/> holds; 0 when the copy is whole.</summary>
    public long Missing(IReadOnlyList<JournalPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        long missing = 0;
        long reached = Cursors.Count == 0 && segments.Count > 0 ? segments.First().Key : LowestCursor;
        foreach ((long start, JournalPart part) in segments.Keys.Zip(parts))
        {
            missing += Math.Max(0, start - reached);
            reached = Math.Max(reached, start + part.Length);
        }

        return missing;
    }

    /// <summary>Position behind the last byte of <paramref name="parts"/>.</summary>
    public long End(IReadOnlyList<JournalPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count == 0 ? 0 : segments.Keys.Last() + parts[^1].Length;
    }

    /// <summary>Lets the segments go.</summary>
    public void Dispose()
    {
        foreach (SafeFileHandle handle in segments.Values)
            handle.Dispose();
        segments.Clear();
    }
}
