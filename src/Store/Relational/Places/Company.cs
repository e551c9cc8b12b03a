namespace K3Monitor.Store.Relational.Places;

/// <summary>A company (<i>perusahaan</i>): the one that answers for its sites.</summary>
public sealed class Company
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Stable name in files and commands: lower-case letters, digits and hyphens; unique.</summary>
    public required string Slug { get; set; }

    /// <summary>Name on pages.</summary>
    public required string Name { get; set; }

    /// <summary>Its sites.</summary>
    public List<Site> Sites { get; } = [];
}
