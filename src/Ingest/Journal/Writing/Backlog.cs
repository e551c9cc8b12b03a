using K3Monitor.Ingest.Journal.Frames;

namespace K3Monitor.Ingest.Journal.Writing;

/// <summary>
/// What is appended and not yet durable. Appenders come from any thread; one commit thread takes.
/// Bound: at <see cref="JournalOptions.MaxUnflushedBytes"/> callers are asked to wait, at twice that they are refused.
/// </summary>
internal sealed class Backlog(JournalOptions options, TimeProvider time)
{
    private const int FirstBufferBytes = 16 * 1024;
    private const int SpareBuffers = 8;

    private readonly object _gate = new();
    private readonly Queue<Batch> _sealed = new();
    private readonly Stack<byte[]> _spare = new();
    private readonly List<Batch> _taken = [];
    private Batch? _open;
    private TaskCompletionSource? _room;
    private JournalFault? _fault;
    private JournalFault? _full;
    private long _next;
    private long _bytes;
    private long _appended;
    private long _committed;
    private long _failed;
    private long _refused;
    private long _faults;
    private bool _closing;
    private bool _retryDue;

    public JournalFault? Fault => Volatile.Read(ref _fault);

    /// <summary>Why nothing is taken although the disk works: the journal has reached its bound. Null while it has not.</summary>
    public JournalFault? Full => Volatile.Read(ref _full);

    public bool IsFull => Interlocked.Read(ref _bytes) >= options.MaxUnflushedBytes;

    public Task Append(byte kind, ReadOnlySpan<byte> content, out long position)
    {
        if (content.Length > FrameFormat.MaxRecordBytes)
            throw new ArgumentException($"A record holds at most {FrameFormat.MaxRecordBytes} bytes.", nameof(content));
        var size = FrameFormat.RecordBytes(content.Length);
        lock (_gate)
        {
            RefuseIfUnable();
            if (_open is { } full && !full.Fits(size)) Seal(full);
            var batch = _open ?? Start();
            position = batch.End;
            batch.Add(kind, content, size);
            _bytes += size;
            _appended++;
            return batch.Done;
        }
    }

    public Task WaitForRoom(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_bytes < options.MaxUnflushedBytes || _closing) return Task.CompletedTask;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancel);
        }
    }

    /// <summary>
    /// Blocks the commit thread until there is work: batches, or (empty list) a retry of the failed disk. Null once closed and drained.
    /// </summary>
    public IReadOnlyList<Batch>? Take()
    {
        lock (_gate)
        {
            while (_open is null && _sealed.Count == 0 && !_retryDue)
            {
                if (_closing) return null;
                Monitor.Wait(_gate);
            }

            _retryDue = false;
            if (_fault is not null) return _closing ? null : [];
            WaitForCompany();
            _taken.Clear();
            while (_sealed.TryDequeue(out var batch)) _taken.Add(batch);
            if (_open is { } last)
            {
                _taken.Add(last);
                _next = last.End;
                _open = null;
            }

            return _taken;
        }
    }

    public void Committed(ReadOnlySpan<Batch> batches)
    {
        lock (_gate)
        {
            foreach (var batch in batches)
            {
                _bytes -= batch.Length;
                _committed += batch.Count;
                _taken.Remove(batch);
                if (_spare.Count < SpareBuffers) _spare.Push(batch.Buffer);
            }

            WakeWaiters();
        }

        foreach (var batch in batches) batch.Complete();
    }

    /// <summary>Fails everything that is not durable and refuses what comes, until <see cref="Resume"/>.</summary>
    public void Fail(JournalFault fault, Exception cause)
    {
        List<Batch> lost;
        lock (_gate)
        {
            _fault = fault;
            _faults++;
            lost = [.. _taken, .. _sealed];
            if (_open is not null) lost.Add(_open);
            _failed += lost.Sum(b => (long)b.Count);
            _taken.Clear();
            _sealed.Clear();
            _open = null;
            _bytes = 0;
            WakeWaiters();
        }

        var error = new JournalUnavailableException(fault.Reason, cause);
        foreach (var batch in lost) batch.Fail(error);
    }

    /// <summary>Accepts again; the next frame goes to this position.</summary>
    public void Resume(long position)
    {
        lock (_gate)
        {
            _next = position;
            _fault = null;
        }
    }

    /// <summary>Refuses what comes, or takes it again; what is waiting for the disk is written in either case.</summary>
    /// <returns>Whether that is a change.</returns>
    public bool Bound(JournalFault? full)
    {
        lock (_gate)
        {
            var changes = _full is null != full is null;
            _full = full is null ? null : _full ?? full;
            return changes;
        }
    }

    public void StillFaulted(JournalFault fault) => Volatile.Write(ref _fault, fault);

    public void RetryNow()
    {
        lock (_gate)
        {
            _retryDue = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closing = true;
            WakeWaiters();
            Monitor.Pulse(_gate);
        }
    }

    public JournalCounters Count(JournalCounters others)
    {
        lock (_gate)
        {
            var oldest = _taken.FirstOrDefault() ?? (_sealed.TryPeek(out var first) ? first : _open);
            return others with
            {
                Appended = _appended,
                Committed = _committed,
                Failed = _failed,
                Refused = _refused,
                Faults = _faults,
                BacklogBytes = _bytes,
                OldestUncommittedAge = oldest is null ? TimeSpan.Zero : time.GetElapsedTime(oldest.Started),
            };
        }
    }

    private void RefuseIfUnable()
    {
        ObjectDisposedException.ThrowIf(_closing, typeof(Journal));
        if (_fault is null && _full is null && _bytes < 2 * options.MaxUnflushedBytes) return;
        _refused++;
        throw new JournalUnavailableException(
            _fault?.Reason ?? _full?.Reason ?? $"More than {2 * options.MaxUnflushedBytes} bytes wait for the disk.");
    }

    private Batch Start()
    {
        _open = new Batch(_next, _spare.TryPop(out var buffer) ? buffer : new byte[FirstBufferBytes], time.GetTimestamp());
        _bytes += FrameFormat.HeaderBytes;
        Monitor.Pulse(_gate);
        return _open;
    }

    private void Seal(Batch full)
    {
        _sealed.Enqueue(full);
        _next = full.End;
        _open = null;
    }

    /// <summary>Lets a young batch gather more. Any pulse (a full batch, closing) ends the wait early; it is never longer than the delay.</summary>
    private void WaitForCompany()
    {
        if (options.MaxCommitDelay == TimeSpan.Zero || _closing || _sealed.Count > 0 || _open is null) return;
        var left = options.MaxCommitDelay - time.GetElapsedTime(_open.Started);
        if (left > TimeSpan.Zero) Monitor.Wait(_gate, (int)Math.Ceiling(left.TotalMilliseconds));
    }

    private void WakeWaiters()
    {
        if (_bytes >= options.MaxUnflushedBytes && !_closing) return;
        _room?.SetResult();
        _room = null;
    }
}
