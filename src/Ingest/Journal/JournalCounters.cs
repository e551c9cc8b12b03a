namespace K3Monitor.Ingest.Journal;

/// <summary>Counts since the journal was opened, read at one moment (each is exact; together they may be a few records apart).</summary>
public readonly record struct JournalCounters
{
    /// <summary>Records accepted by Append.</summary>
    public long Appended { get; init; }

    /// <summary>Records made durable.</summary>
    public long Committed { get; init; }

    /// <summary>Records accepted whose task then failed, because the disk failed. Appended = Committed + Failed + waiting.</summary>
    public long Failed { get; init; }

    /// <summary>Calls of Append refused because the journal was faulted or over its hard bound.</summary>
    public long Refused { get; init; }

    /// <summary>Bytes made durable, frame headers included.</summary>
    public long Bytes { get; init; }

    /// <summary>Frames made durable.</summary>
    public long Batches { get; init; }

    /// <summary>Times the disk was asked to make data durable for a commit. Committed / Syncs is the gain of committing in groups.</summary>
    public long Syncs { get; init; }

    /// <summary>Times the journal went from working to faulted.</summary>
    public long Faults { get; init; }

    /// <summary>Bytes accepted and not yet durable.</summary>
    public long BacklogBytes { get; init; }

    /// <summary>How long the oldest record that is not yet durable has waited; zero when none waits.</summary>
    public TimeSpan OldestUncommittedAge { get; init; }

    /// <summary>Frames found damaged with good ones behind them, and runs of damage whose frames cannot be told apart (counted once each).</summary>
    public long CorruptFrames { get; init; }

    /// <summary>Bytes cut off the end when the journal was opened.</summary>
    public long TornBytes { get; init; }

    /// <summary>Bytes of missing segments.</summary>
    public long MissingBytes { get; init; }
}
