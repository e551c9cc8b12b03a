namespace K3Monitor.Store.Relational.Incidents;

/// <summary>The verdict of a limit for a period that is over, exceeded or not.</summary>
public sealed class ConcludedVerdict : JudgedRow
{
    /// <summary>Key of the site, for filters.</summary>
    public int SiteId { get; set; }
}
