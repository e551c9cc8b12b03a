using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Store.Relational.Incidents;

/// <summary>What an incident and a concluded verdict have in common: the key of the breach, the verdict, the exposure.</summary>
public abstract class JudgedRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Limit; part of the unique key.</summary>
    public required string LimitId { get; set; }

    /// <summary>Edition of the limit; part of the unique key.</summary>
    public required string Edition { get; set; }

    /// <summary>Measurement point; part of the unique key.</summary>
    public int PointId { get; set; }

    /// <summary>Start of the period; part of the unique key.</summary>
    public Instant PeriodStart { get; set; }

    /// <summary>End of the period.</summary>
    public Instant PeriodEnd { get; set; }

    /// <summary>Name of the shift; null between shifts.</summary>
    public string? Shift { get; set; }

    /// <summary>Key of the limit's snapshot.</summary>
    public int LimitSnapshotId { get; set; }

    /// <summary>The limit as it was applied.</summary>
    public LimitSnapshot LimitSnapshot { get; set; } = null!;

    /// <summary>The verdict.</summary>
    public VerdictOutcome Outcome { get; set; }

    /// <summary>Why.</summary>
    public VerdictReasons Reasons { get; set; }

    /// <summary>Start of the window that was computed.</summary>
    public Instant WindowStart { get; set; }

    /// <summary>End of the window that was computed.</summary>
    public Instant WindowEnd { get; set; }

    /// <summary>Exposure; null without data.</summary>
    public double? Value { get; set; }

    /// <summary>Exposure with every gap counted as nothing.</summary>
    public double? Lower { get; set; }

    /// <summary>Exposure with every gap counted as the worst; null when unbounded.</summary>
    public double? Upper { get; set; }

    /// <summary>Time for which samples stand, µs.</summary>
    public long CoveredUs { get; set; }

    /// <summary>The part of it that nothing is known against, µs.</summary>
    public long CoveredWellUs { get; set; }

    /// <summary>Time that full coverage would be, µs.</summary>
    public long RequiredUs { get; set; }

    /// <summary>How many samples were counted.</summary>
    public long Samples { get; set; }
}
