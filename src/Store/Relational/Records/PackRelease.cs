using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Records;

/// <summary>One person has released an edition of a rule pack. Written once, never changed.</summary>
public sealed class PackRelease
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Identifier of the pack.</summary>
    public required string PackId { get; set; }

    /// <summary>Its edition.</summary>
    public required string Edition { get; set; }

    /// <summary>SHA-256 of the file that was released, lower-case hexadecimal: a changed file is not released.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Key of the user.</summary>
    public required string UserId { get; set; }

    /// <summary>When.</summary>
    public Instant At { get; set; }
}
