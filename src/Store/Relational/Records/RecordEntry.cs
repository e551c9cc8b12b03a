using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Records;

/// <summary>One row of the record: append-only, and chained to the row before by its hash.</summary>
public sealed class RecordEntry
{
    /// <summary>Place in the chain, from 1, without holes.</summary>
    public long Sequence { get; set; }

    /// <summary>When it happened (plant time).</summary>
    public Instant At { get; set; }

    /// <summary>What: <c>incident.opened</c>, <c>device.revoked</c>…</summary>
    public required string Kind { get; set; }

    /// <summary>Of what: <c>incident/12</c>, <c>device/3</c>…</summary>
    public required string Subject { get; set; }

    /// <summary>Key of the user, or name of the job.</summary>
    public required string ActorId { get; set; }

    /// <summary>Name of the person, or of the job.</summary>
    public required string ActorName { get; set; }

    /// <summary>Why: rule edition, user or job, in words.</summary>
    public required string Cause { get; set; }

    /// <summary>What the person wrote.</summary>
    public string? Note { get; set; }

    /// <summary>The facts as JSON.</summary>
    public required string Payload { get; set; }

    /// <summary><see cref="Hash"/> of the row before; 64 zeros for the first.</summary>
    public required string PreviousHash { get; set; }

    /// <summary>SHA-256 over the row and the previous hash, lower-case hexadecimal.</summary>
    public required string Hash { get; set; }
}
