namespace K3Monitor.Store.Relational.Retention;

/// <summary>How full the disk under the data folder was on a day; one a day.</summary>
public sealed class DiskReading
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>The UTC day, by the plant's clock; unique.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Free bytes for this product.</summary>
    public long FreeBytes { get; set; }

    /// <summary>Size of the disk, bytes.</summary>
    public long TotalBytes { get; set; }
}
