namespace K3Monitor.Measurements;

/// <summary>
/// A window of time, half-open: the start belongs to it, the end does not.
/// </summary>
/// <param name="Start">First instant inside.</param>
/// <param name="End">First instant outside; not before <paramref name="Start"/> in a valid range.</param>
public readonly record struct TimeRange(Instant Start, Instant End)
{
    /// <summary>How long the window is; zero when it is empty.</summary>
    public TimeSpan Duration => End > Start ? End - Start : TimeSpan.Zero;

    /// <summary>Whether the window holds nothing.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>Whether the instant lies inside.</summary>
    public bool Contains(Instant instant) => instant >= Start && instant < End;

    /// <summary>The part that both windows share; empty when they do not meet.</summary>
    public TimeRange Intersect(TimeRange other)
    {
        Instant start = Instant.Max(Start, other.Start);
        Instant end = Instant.Min(End, other.End);
        return end > start ? new TimeRange(start, end) : new TimeRange(start, start);
    }

    /// <summary>ISO 8601 interval: <c>start/end</c>.</summary>
    public override string ToString() => $"{Start}/{End}";
}
