using System.Runtime.InteropServices;
using K3Monitor.Ingest.Journal.Frames;

namespace K3Monitor.Ingest.Journal.Reading;

/// <summary>One consumer's walk over the durable frames. Used by one consumer at a time.</summary>
internal sealed class JournalReader(Segments segments, JournalRecovery recovery, long from) : IDisposable
{
    // What a consumer gets at once when it lags; near the tail a batch is what has been committed since.
    private const int BatchBytes = 64 * 1024;

    private readonly List<JournalRecord> _records = [];
    private FrameScanner? _scanner;
    private long _start;
    private long? _nextStart;
    private long _skipped;
    private long _skippedBefore;
    private long _batchEnd;
    private int _bytes;

    /// <summary>Everything below was given out or passed over.</summary>
    public long Position { get; private set; } = from;

    /// <summary>The next records below the durable end, or null when there are none.</summary>
    public JournalBatch? Next(long durable)
    {
        _bytes = 0;

        // Damage behind the first records belongs to the next batch.
        while (Position < durable && _bytes < BatchBytes && (_records.Count == 0 || _skipped == 0))
        {
            var scanner = _scanner ?? OpenSegment(durable);
            var limit = Limit(durable);
            var step = scanner.Next(limit);
            if (step == ScanStep.Frame) Collect(scanner);
            else if (step == ScanStep.Damage) PassOver(_start + scanner.Offset - scanner.DamagedBytes, _start + scanner.Offset);
            else FinishSegment(scanner, _start + limit);
        }

        if (_records.Count == 0) return null;
        var batch = new JournalBatch(ImmutableCollectionsMarshal.AsImmutableArray(_records.ToArray()), _batchEnd, _skippedBefore);
        _records.Clear();
        return batch;
    }

    public void Dispose() => _scanner?.Dispose();

    private FrameScanner OpenSegment(long durable)
    {
        _start = segments.At(Position);
        _nextStart = null;
        if (_start > Position)
        {
            // The files that held this are gone, which was reported when the journal was opened.
            _skipped += _start - Position;
            Position = _start;
        }

        var file = segments.OpenForReading(_start);
        var scanner = new FrameScanner(file, _start, Position - _start);

        // A position inside a frame is allowed: walk there from the start and give out only what lies behind it.
        if (scanner.Offset > 0 && !scanner.StartsFrame(Limit(durable)))
            scanner = new FrameScanner(file, _start, 0);
        return _scanner = scanner;
    }

    private long Limit(long durable)
    {
        _nextStart ??= segments.NextAfter(_start);
        return Math.Min(durable, _nextStart ?? durable) - _start;
    }

    private void Collect(FrameScanner scanner)
    {
        var end = _start + scanner.Offset;
        if (end <= Position) return;
        var payloadStart = end - scanner.Payload.Length;
        var before = _records.Count;
        var at = 0;
        for (var i = 0; i < scanner.Count; i++)
        {
            var position = payloadStart + at;
            if (!FrameFormat.TryReadRecord(scanner.Payload, ref at, out var kind, out var content))
            {
                // The check fits but the content does not: written by something else than this format. Not one record of it is trusted.
                _records.RemoveRange(before, _records.Count - before);
                PassOver(payloadStart - FrameFormat.HeaderBytes, end);
                return;
            }

            if (position >= Position) _records.Add(new JournalRecord(kind, position, content));
        }

        if (before == 0 && _records.Count > 0) (_skippedBefore, _skipped) = (_skipped, 0);
        _bytes += scanner.Payload.Length;
        _batchEnd = end;
        Position = end;
    }

    /// <summary>The rest of the segment, or what of it is durable, holds no good frame: go on behind it.</summary>
    private void FinishSegment(FrameScanner scanner, long end)
    {
        if (_start + scanner.Offset < end) PassOver(_start + scanner.Offset, end);
        Position = Math.Max(Position, end);
        scanner.Dispose();
        _scanner = null;
    }

    private void PassOver(long damageStart, long damageEnd)
    {
        recovery.Report(new(JournalDamage.CorruptFrame, damageStart, damageEnd - damageStart, Segments.Name(_start)));
        if (damageEnd <= Position) return;
        _skipped += damageEnd - Math.Max(Position, damageStart);
        Position = damageEnd;
    }
}
