using K3Monitor.Ingest.Journal.Files;

namespace K3Monitor.Ingest.Journal.Frames;

internal enum ScanStep
{
    /// <summary>A good frame was read.</summary>
    Frame,

    /// <summary>Bad bytes were passed over; a good frame follows.</summary>
    Damage,

    /// <summary>No good frame from here to the limit.</summary>
    End,
}

/// <summary>Walks the frames of one segment. Not thread-safe; the file may grow behind the limit meanwhile.</summary>
internal sealed class FrameScanner(IJournalFile file, long segmentStart, long offset) : IDisposable
{
    // Small enough to stay out of the large object heap, large enough for a thousand records a read.
    private const int ChunkBytes = 64 * 1024;

    private ReadOnlyMemory<byte> _chunk;
    private long _chunkOffset;

    /// <summary>Offset in the file of what comes next.</summary>
    public long Offset { get; private set; } = offset;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Bytes passed over by the last <see cref="ScanStep.Damage"/>, which end at <see cref="Offset"/>.</summary>
    public long DamagedBytes { get; private set; }

    public ScanStep Next(long limit)
    {
        if (TryFrame(Offset, limit, out var payload, out var count, out var headerSays))
        {
            (Payload, Count) = (payload, count);
            Offset += FrameFormat.HeaderBytes + payload.Length;
            return ScanStep.Frame;
        }

        // A header that is whole tells where the next frame starts; looking inside its payload could only find look-alikes.
        var found = FindFrame(headerSays > 0 ? Offset + headerSays : Offset + 1, limit);
        if (found < 0) return ScanStep.End;
        DamagedBytes = found - Offset;
        Offset = found;
        return ScanStep.Damage;
    }

    /// <summary>True when a frame starts exactly here.</summary>
    public bool StartsFrame(long limit) => TryFrame(Offset, limit, out _, out _, out _);

    public void Dispose() => file.Dispose();

    private bool TryFrame(long at, long limit, out ReadOnlyMemory<byte> payload, out int count, out int headerSays)
    {
        (payload, count, headerSays) = (default, 0, 0);
        var position = segmentStart + at;
        var header = Bytes(at, FrameFormat.HeaderBytes, limit);
        if (!FrameFormat.TryReadHeader(header.Span, position, out var length, out count)) return false;
        var whole = FrameFormat.HeaderBytes + length;
        if (at + whole > limit) return false;
        headerSays = whole;
        var frame = Bytes(at, whole, limit);
        if (frame.Length < whole) return false;
        payload = frame[FrameFormat.HeaderBytes..];
        return FrameFormat.PayloadFits(frame.Span, payload.Span, position);
    }

    private long FindFrame(long from, long limit)
    {
        var window = new byte[ChunkBytes];
        while (from + FrameFormat.HeaderBytes < limit)
        {
            var read = file.Read(from, window.AsSpan(0, (int)Math.Min(window.Length, limit - from)));
            if (read < FrameFormat.Magic.Length) return -1;
            var start = 0;
            while (window.AsSpan(start, read - start).IndexOf(FrameFormat.Magic) is >= 0 and var hit)
            {
                if (TryFrame(from + start + hit, limit, out _, out _, out _)) return from + start + hit;
                start += hit + 1;
            }

            // The mark may straddle two windows.
            from += read - (FrameFormat.Magic.Length - 1);
        }

        return -1;
    }

    /// <summary>The bytes asked for, or fewer at the end. Each chunk is a new array: frames handed out stay valid.</summary>
    private ReadOnlyMemory<byte> Bytes(long at, int wanted, long limit)
    {
        var available = (int)Math.Clamp(limit - at, 0, wanted);
        if (at < _chunkOffset || at + available > _chunkOffset + _chunk.Length)
        {
            var buffer = new byte[Math.Max(available, (int)Math.Clamp(limit - at, 0, ChunkBytes))];
            _chunk = buffer.AsMemory(0, file.Read(at, buffer));
            _chunkOffset = at;
        }

        var from = (int)(at - _chunkOffset);
        return _chunk.Slice(from, Math.Min(available, _chunk.Length - from));
    }
}
