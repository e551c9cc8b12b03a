namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>Counts of the guard since it was made. Thread-safe.</summary>
public sealed class GuardCounters
{
    private readonly long[] _closed = new long[Enum.GetValues<GuardReason>().Length];
    private long _open;
    private long _accepted;

    /// <summary>Guarded connections open now.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>Connections let through to the broker.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Connections closed for this reason; a connection counts once.</summary>
    /// <param name="reason">A defined reason.</param>
    public long Closed(GuardReason reason) => Interlocked.Read(ref _closed[(int)reason]);

    internal void CountClosed(GuardReason reason) => Interlocked.Increment(ref _closed[(int)reason]);

    internal void Enter()
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Increment(ref _open);
    }

    internal void Leave() => Interlocked.Decrement(ref _open);
}
