namespace K3Monitor.Ingest.Journal.Reading;

/// <summary>The position up to which everything is durable, and the wait for it to move.</summary>
internal sealed class DurableTail(long position)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _moved;
    private long _position = position;
    private bool _closed;

    public long Position => Interlocked.Read(ref _position);

    public void MoveTo(long position)
    {
        Interlocked.Exchange(ref _position, position);
        Wake();
    }

    /// <summary>No more will come: waiting readers end.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        Wake();
    }

    /// <summary>True once there is something behind this position; false when the journal was closed without.</summary>
    public async ValueTask<bool> WaitBeyond(long position, CancellationToken cancel)
    {
        while (Position <= position)
        {
            Task moved;
            lock (_gate)
            {
                if (Position > position) return true;
                if (_closed) return false;
                _moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                moved = _moved.Task;
            }

            await moved.WaitAsync(cancel).ConfigureAwait(false);
        }

        return true;
    }

    private void Wake()
    {
        TaskCompletionSource? moved;
        lock (_gate) (moved, _moved) = (_moved, null);
        moved?.SetResult();
    }
}
