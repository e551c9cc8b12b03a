namespace K3Monitor.Store.Relational.Incidents;

/// <summary>A limit as it was applied, word for word, so that an incident can be read when the pack has gone. Written once.</summary>
public sealed class LimitSnapshot
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>SHA-256 of <see cref="Json"/>, lower-case hexadecimal; unique, so that equal limits are kept once.</summary>
    public required string Sha256 { get; set; }

    /// <summary>The limit as JSON.</summary>
    public required string Json { get; set; }
}
