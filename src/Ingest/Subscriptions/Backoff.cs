namespace K3Monitor.Ingest.Subscriptions;

/// <summary>
/// How long to wait before the next connecting: 1 s, doubled with every failure up to 60 s, of which a random half is
/// taken off, so that a hundred clients of a restarted broker do not come at the same instant. A connection that has held
/// begins anew.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class Backoff(Func<double> random)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A connection that lived so long has held.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromSeconds(30);

    private TimeSpan next = First;

    /// <summary>The pause after a connection, or an attempt at one, that ended.</summary>
    /// <param name="lived">How long it had been subscribed; zero when it came to nothing.</param>
    public TimeSpan After(TimeSpan lived)
    {
        if (lived >= Held)
            next = First;
        TimeSpan pause = next * (0.5 + (random() / 2));
        next = next * 2 < Longest ? next * 2 : Longest;
        return pause;
    }
}
