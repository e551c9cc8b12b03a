namespace K3Monitor.Store.Relational.Devices;

/// <summary>Counts the changes of sites, devices and assignments; one row. A reader that sees the same number need not read again.</summary>
public sealed class TopologyRevision
{
    /// <summary>Key of the one row.</summary>
    public const int OnlyRow = 1;

    /// <summary>Always <see cref="OnlyRow"/>.</summary>
    public int Id { get; set; } = OnlyRow;

    /// <summary>Grows with every change.</summary>
    public long Revision { get; set; }
}
