using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.OwnLife;

/// <summary>What the lanes must know of whether this product could hear.</summary>
internal interface IHearing
{
    /// <summary>Every outage known.</summary>
    OwnOutages Outages { get; }

    /// <summary>
    /// The last instant at which it could surely hear. Lanes are told no later time, so that what is an outage is known as one
    /// before it could be taken for silence.
    /// </summary>
    Instant Until { get; }

    /// <summary>
    /// Ends when the ledger is open and every outage up to the present is known: a sample that was received after an outage shows
    /// a silence, and must not be judged before it is known whose.
    /// </summary>
    Task SureAsync(CancellationToken stopping);
}
