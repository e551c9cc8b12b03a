using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Incidents;

/// <summary>One stretch of an incident in which the limit was exceeded.</summary>
public sealed class IncidentOccurrence
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the incident.</summary>
    public int IncidentId { get; set; }

    /// <summary>First instant in breach.</summary>
    public Instant Start { get; set; }

    /// <summary>First instant no longer in breach; null while it lasts.</summary>
    public Instant? End { get; set; }

    /// <summary>Worst value, in the limit's unit.</summary>
    public double Peak { get; set; }

    /// <summary>When it was.</summary>
    public Instant PeakTime { get; set; }
}
