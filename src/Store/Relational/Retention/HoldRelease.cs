using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Retention;

/// <summary>
/// A person released the samples of a closed incident, which are held by themselves until then. It holds for the incident as it was:
/// one that the rules change or open again afterwards is held again.
/// </summary>
public sealed class HoldRelease
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the incident; unique.</summary>
    public int IncidentId { get; set; }

    /// <summary>Event time of the latest sample that the finding rested on when it was released.</summary>
    public Instant AsOf { get; set; }

    /// <summary>When.</summary>
    public Instant At { get; set; }

    /// <summary>Name of the person.</summary>
    public required string By { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }
}
