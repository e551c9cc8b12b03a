namespace K3Monitor.Ingest.Journal;

/// <summary>What was found wrong in the files of a journal.</summary>
public enum JournalDamage
{
    /// <summary>The journal ended inside a frame, as it does when the process or the power dies while writing. The incomplete end was cut off; nothing in it was acknowledged unless the disk lied.</summary>
    TornTail,

    /// <summary>A frame fails its check although the journal goes on behind it. The file is kept as it is and the frame is skipped: acknowledged records are lost.</summary>
    CorruptFrame,

    /// <summary>Bytes are missing between two segments, or behind the last one: a segment file is gone or too short.</summary>
    MissingSegment,

    /// <summary>A consumer's saved position cannot be read. The consumer starts again at the oldest record.</summary>
    CorruptCursor,
}

/// <summary>One piece of damage.</summary>
/// <param name="Damage">Its kind.</param>
/// <param name="Position">Journal position of its first byte; 0 for a cursor.</param>
/// <param name="Bytes">How many bytes it covers.</param>
/// <param name="File">Name of the file, without its folder.</param>
public sealed record JournalFinding(JournalDamage Damage, long Position, long Bytes, string File);

/// <summary>Why the journal refuses records at present.</summary>
/// <param name="Reason">What the disk said, for people.</param>
/// <param name="Since">When it began, UTC.</param>
public sealed record JournalFault(string Reason, DateTimeOffset Since);

/// <summary>A consumer of the journal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">Its saved position.</param>
/// <param name="Lag">Durable bytes that it has not yet saved.</param>
public readonly record struct JournalCursor(string Name, long Position, long Lag);
