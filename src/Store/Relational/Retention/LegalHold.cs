using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Retention;

/// <summary>A person holds the samples of a point in a window: they are not removed while it stands.</summary>
public sealed class LegalHold
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the point.</summary>
    public int PointId { get; set; }

    /// <summary>First instant that is held.</summary>
    public Instant From { get; set; }

    /// <summary>First instant that no longer is.</summary>
    public Instant To { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>When it was put.</summary>
    public Instant Placed { get; set; }

    /// <summary>Name of the person who put it.</summary>
    public required string PlacedBy { get; set; }

    /// <summary>When it was lifted; null while it stands.</summary>
    public Instant? Lifted { get; set; }

    /// <summary>Name of the person who lifted it; null while it stands.</summary>
    public string? LiftedBy { get; set; }
}
