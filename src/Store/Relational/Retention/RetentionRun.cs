using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Retention;

/// <summary>How far a run of retention has come.</summary>
public enum RetentionRunState
{
    /// <summary>Asked for; the process that keeps the store has not begun.</summary>
    Requested,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>The plan was another one than that which was shown, so nothing was removed.</summary>
    Refused,

    /// <summary>It failed; what it had done before stands.</summary>
    Failed,
}

/// <summary>A run of retention: asked for by a person, or by the schedule.</summary>
public sealed class RetentionRun
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>How far it has come.</summary>
    public RetentionRunState State { get; set; }

    /// <summary>Hash of the plan that was shown; null for the schedule, which acts on the plan of the moment.</summary>
    public string? PlanHash { get; set; }

    /// <summary>When it was asked for.</summary>
    public Instant Requested { get; set; }

    /// <summary>Key of the user, or name of the job.</summary>
    public required string ById { get; set; }

    /// <summary>Name of the user, or of the product.</summary>
    public required string ByName { get; set; }

    /// <summary>When it ended; null until then.</summary>
    public Instant? Ended { get; set; }

    /// <summary>Days that were rolled up.</summary>
    public int RolledUpDays { get; set; }

    /// <summary>Samples that were removed.</summary>
    public long RemovedSamples { get; set; }

    /// <summary>Channel-days whose samples a hold kept.</summary>
    public long HeldChannelDays { get; set; }

    /// <summary>What there is to say, in English.</summary>
    public required string Detail { get; set; }
}
