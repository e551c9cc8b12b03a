using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.OwnLife;

/// <summary>A stretch in which this product could not receive.</summary>
public sealed class OutageRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>The last instant at which it is known to have been able.</summary>
    public Instant From { get; set; }

    /// <summary>When it was able again, with the time that devices need to find their way back.</summary>
    public Instant To { get; set; }

    /// <summary>Why.</summary>
    public OutageCause Cause { get; set; }
}
