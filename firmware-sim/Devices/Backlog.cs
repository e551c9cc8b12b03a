namespace K3Monitor.FirmwareSim.Devices;

/// <summary>
/// What a device has ready and the broker has not acknowledged, in order. Bounded: without a connection the oldest
/// message is dropped and counted, as in a device whose memory is full; with one, the sampler waits for room, so that
/// a play that is catching up with its clock loses nothing.
/// </summary>
/// <remarks>Safe for one producer and one consumer.</remarks>
internal sealed class Backlog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<DeviceMessage> _messages = [];
    private TaskCompletionSource _changed = NewSignal();
    private bool _complete;
    private bool _linkUp = true;

    /// <summary>Messages waiting.</summary>
    internal int Count
    {
        get { lock (_gate) { return _messages.Count; } }
    }

    /// <summary>Messages dropped because the memory was full.</summary>
    internal long Dropped { get; private set; }

    /// <summary>True when nothing waits and nothing will come.</summary>
    internal bool Drained
    {
        get { lock (_gate) { return _complete && _messages.Count == 0; } }
    }

    /// <summary>Tells whether there is a connection; a device starts as if there were one.</summary>
    internal void SetLink(bool up)
    {
        lock (_gate)
        {
            _linkUp = up;
            Signal();
        }
    }

    internal async Task AddAsync(DeviceMessage message, CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_messages.Count < capacity || !_linkUp)
                {
                    _messages.AddLast(message);
                    DropBeyondCapacity();
                    Signal();
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    internal bool TryTake(out DeviceMessage? message)
    {
        lock (_gate)
        {
            message = _messages.First?.Value;
            if (message is null)
            {
                return false;
            }

            _messages.RemoveFirst();
            Signal();
            return true;
        }
    }

    /// <summary>Puts back, in order and in front, what was sent but never acknowledged.</summary>
    internal void Return(IReadOnlyList<DeviceMessage> unacknowledged)
    {
        lock (_gate)
        {
            for (int i = unacknowledged.Count - 1; i >= 0; i--)
            {
                _messages.AddFirst(unacknowledged[i]);
            }

            DropBeyondCapacity();
            Signal();
        }
    }

    internal void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            Signal();
        }
    }

    /// <summary>Ends when there is something to take, or nothing will come any more.</summary>
    internal async Task WaitAsync(CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_messages.Count > 0 || _complete)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private void DropBeyondCapacity()
    {
        while (_messages.Count > capacity)
        {
            _messages.RemoveFirst();
            Dropped++;
        }
    }

    private void Signal()
    {
        var signalled = _changed;
        _changed = NewSignal();
        signalled.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
