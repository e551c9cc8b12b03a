using K3Monitor.Measurements;
using K3Monitor.Store.Relational.OwnLife;

namespace K3Monitor.Inspection.OwnLife;

/// <summary>A stretch in which this product could not receive.</summary>
/// <param name="Range">From the last sign of life to the next, with the time that devices need to find their way back.</param>
/// <param name="Cause">Why.</param>
public sealed record OwnOutage(TimeRange Range, OutageCause Cause);

/// <summary>All that is known of this product's own outages.</summary>
/// <param name="Revision">Another number for another content, within one process.</param>
/// <param name="Outages">By beginning, the oldest first; they may overlap.</param>
public sealed record OwnOutages(long Revision, IReadOnlyList<OwnOutage> Outages)
{
    /// <summary>Nothing is known.</summary>
    public static OwnOutages None { get; } = new(0, []);

    /// <summary>When it could not receive, whatever the cause.</summary>
    public TimeRangeSet Times { get; } = new(Outages.Select(o => o.Range));
}

/// <summary>
/// The durable ledger of when this product was able to receive. It is what keeps our own downtime from being charged to a
/// factory, live and whenever a past shift is judged again.
/// </summary>
/// <remarks>
/// Safe for one that writes (the process that receives) and any number that read. Bounded: beyond
/// <see cref="MostOutages"/> the oldest outages leave, but for those that lie in a window which an incident or a person holds.
/// </remarks>
public interface IOwnLife
{
    /// <summary>Outages kept at most: at three restarts a day, nine years.</summary>
    const int MostOutages = 10_000;

    /// <summary>What is known, from memory in the process that receives, and from the database in another.</summary>
    Task<OwnOutages> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The process begins to receive: what lies between the last sign of life and now is an outage.</summary>
    /// <param name="now">The plant's time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<OwnOutages> BeginAsync(Instant now, CancellationToken cancellationToken);

    /// <summary>Nothing could be received for a time. It is known at once, and written with the next sign of life.</summary>
    OwnOutages Missed(OwnOutage outage);

    /// <summary>
    /// The clock was set back: outages that reach beyond now are cut off there, because that time is still to be lived. It is known
    /// at once, and written with the next sign of life.
    /// </summary>
    OwnOutages SetBack(Instant now);

    /// <summary>Writes a sign of life, and what was not written before. What cannot be written is tried again with the next one.</summary>
    /// <param name="now">The last instant at which it could receive, by the plant's clock.</param>
    /// <param name="stopped">Whether the process stops in order now.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task AliveAsync(Instant now, bool stopped, CancellationToken cancellationToken);
}
