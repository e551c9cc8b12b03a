using System.Buffers.Binary;
using K3Monitor.Ingest.Journal.Files;
using K3Monitor.Ingest.Journal.Frames;

namespace K3Monitor.Ingest.Journal.Reading;

/// <summary>The saved position of every consumer, one small file each. Thread-safe.</summary>
internal sealed class Cursors(IJournalFiles files)
{
    internal const string Extension = ".cursor";
    private const int FileBytes = 16;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Magic => "K3C\u0001"u8;

    public IReadOnlyList<KeyValuePair<string, long>> All
    {
        get
        {
            lock (_gate) return [.. _positions];
        }
    }

    /// <summary>Reads the files; one that is damaged is reported and its consumer starts at the oldest record again.</summary>
    public IEnumerable<JournalFinding> Load(IEnumerable<string> names, long oldest)
    {
        lock (_gate)
        {
            var findings = new List<JournalFinding>();
            foreach (var file in names.Where(n => n.EndsWith(Extension, StringComparison.Ordinal)))
            {
                var name = file[..^Extension.Length];
                var bytes = files.ReadAll(file);
                if (!TryRead(bytes, out var position))
                {
                    findings.Add(new(JournalDamage.CorruptCursor, 0, bytes.Length, file));
                    position = oldest;
                }

                _positions[name] = position;
            }

            return findings;
        }
    }

    public long Register(string name, Segments segments)
    {
        CheckName(name);
        lock (_gate)
        {
            // Written at once: a consumer that has read nothing yet must already hold the segments back.
            if (!_positions.TryGetValue(name, out var position)) Write(name, position = segments.Oldest);
            return position;
        }
    }

    public void Save(string name, long position, long durable, Segments segments)
    {
        lock (_gate)
        {
            if (!_positions.TryGetValue(name, out var old))
                throw new ArgumentException($"No cursor is called '{name}'.", nameof(name));
            ArgumentOutOfRangeException.ThrowIfLessThan(position, old);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(position, durable);
            if (position != old) Write(name, position);
            segments.DeleteBelow(_positions.Values.Min());
        }
    }

    public long Rewind(string name, long position, Segments segments)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        lock (_gate)
        {
            if (!_positions.TryGetValue(name, out var old))
                throw new ArgumentException($"No cursor is called '{name}'.", nameof(name));
            var from = Math.Max(position, segments.Oldest);
            if (from >= old) return old;
            Write(name, from);
            return from;
        }
    }

    public bool Drop(string name, Segments segments)
    {
        lock (_gate)
        {
            if (!_positions.ContainsKey(name)) return false;
            files.Delete(name + Extension);
            files.SyncNames();
            _positions.Remove(name);
            if (_positions.Count > 0) segments.DeleteBelow(_positions.Values.Min());
            return true;
        }
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException($"A cursor's name has 1 to 64 of a-z, 0-9 and '-'; '{name}' does not.", nameof(name));
    }

    internal static bool TryRead(ReadOnlySpan<byte> bytes, out long position)
    {
        position = 0;
        if (bytes.Length != FileBytes || !bytes.StartsWith(Magic)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != FrameFormat.Crc32C(bytes[..12])) return false;
        position = BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]);
        return position >= 0;
    }

    private void Write(string name, long position)
    {
        Span<byte> bytes = stackalloc byte[FileBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[4..], position);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], FrameFormat.Crc32C(bytes[..12]));
        Put(name, bytes);
        _positions[name] = position;
    }

    private void Put(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            files.Replace(name + Extension, bytes);
        }
        catch (IOException) when (_positions.ContainsKey(name))
        {
            // On a full disk there is no room for a second file, but only a cursor that moves lets segments go. Overwriting needs no room;
            // torn by a power cut it fails its check, and the consumer sees its records again.
            using var file = files.Open(name + Extension);
            file.Write(0, bytes);
            file.Sync();
        }
    }
}
