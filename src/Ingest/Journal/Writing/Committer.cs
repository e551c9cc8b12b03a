using K3Monitor.Ingest.Journal.Reading;

namespace K3Monitor.Ingest.Journal.Writing;

/// <summary>
/// The one thread that writes. It takes whatever has gathered, writes it, syncs once, and only then moves the durable end and completes the
/// tasks. When the disk fails it fails what is not durable, and tries the disk again at each tick until it works.
/// </summary>
internal sealed class Committer : IDisposable
{
    // As much as a small commit needs: a disk that cannot take this is still full.
    private const int ProbeBytes = 64 * 1024;

    private readonly Backlog _backlog;
    private readonly Segments _segments;
    private readonly DurableTail _tail;
    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly Action _stateChanged;
    private readonly Action _bound;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _retry;
    private long _bytes;
    private long _batches;
    private long _syncs;

    public Committer(Backlog backlog, Segments segments, DurableTail tail, JournalOptions options, TimeProvider time, Action stateChanged, Action bound)
    {
        (_backlog, _segments, _tail, _options, _time, _stateChanged, _bound) = (backlog, segments, tail, options, time, stateChanged, bound);
        _thread = new Thread(Run) { IsBackground = true, Name = "journal commit" };
        _thread.Start();
    }

    /// <summary>Completes when the thread has ended, after <see cref="Backlog.Close"/>.</summary>
    public Task Ended => _ended.Task;

    public JournalCounters Count(JournalCounters others) => others with
    {
        Bytes = Interlocked.Read(ref _bytes),
        Batches = Interlocked.Read(ref _batches),
        Syncs = Interlocked.Read(ref _syncs),
    };

    public void Dispose() => _retry?.Dispose();

    private void Run()
    {
        while (_backlog.Take() is { } batches)
        {
            if (batches.Count == 0) Retry();
            else Commit([.. batches]);
        }

        _ended.SetResult();
    }

    private void Commit(ReadOnlySpan<Batch> batches)
    {
        var written = 0;
        try
        {
            for (var i = 0; i < batches.Length; i++)
            {
                var batch = batches[i];
                var used = batch.Position - _segments.ActiveStart;
                if (used > 0 && used + batch.Length > _options.SegmentBytes)
                {
                    MakeDurable(batches[written..i]);
                    written = i;
                    _segments.Begin(batch.Position);
                }

                _segments.Active.Write(batch.Position - _segments.ActiveStart, batch.Finish());
            }

            MakeDurable(batches[written..]);
        }
        catch (Exception e)
        {
            // Whatever it was, these records are not durable and their senders must learn it.
            Fail(e);
        }
    }

    private void MakeDurable(ReadOnlySpan<Batch> batches)
    {
        if (batches.IsEmpty) return;
        _segments.Active.Sync();
        Interlocked.Increment(ref _syncs);
        Interlocked.Add(ref _batches, batches.Length);
        Interlocked.Add(ref _bytes, batches[^1].End - batches[0].Position);
        _tail.MoveTo(batches[^1].End);
        _bound();
        _backlog.Committed(batches);
    }

    private void Fail(Exception cause)
    {
        // The timer first: whoever learns of the fault may count on the retry.
        _retry = _time.CreateTimer(_ => _backlog.RetryNow(), null, _options.RetryInterval, _options.RetryInterval);
        _backlog.Fail(new JournalFault(cause.Message, _time.GetUtcNow()), cause);
        _stateChanged();
    }

    private void Retry()
    {
        if (_backlog.Fault is not { } fault) return;
        try
        {
            _segments.Repair(_tail.Position, ProbeBytes);
        }
        catch (Exception e)
        {
            _backlog.StillFaulted(fault with { Reason = e.Message });
            return;
        }

        _retry?.Dispose();
        _retry = null;
        _backlog.Resume(_tail.Position);
        _stateChanged();
    }
}
