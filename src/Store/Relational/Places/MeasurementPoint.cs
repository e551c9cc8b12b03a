namespace K3Monitor.Store.Relational.Places;

/// <summary>A measurement point (<i>titik pengukuran</i>): one quantity at one place in an area.</summary>
public sealed class MeasurementPoint
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of its area.</summary>
    public int AreaId { get; set; }

    /// <summary>Its area.</summary>
    public Area Area { get; set; } = null!;

    /// <summary>Stable name within the area; unique there.</summary>
    public required string Slug { get; set; }

    /// <summary>Name on pages.</summary>
    public required string Name { get; set; }

    /// <summary>Identifier of the quantity in the catalogue.</summary>
    public required string QuantityId { get; set; }

    /// <summary>Time between samples as declared, in milliseconds, above 0.</summary>
    public long ExpectedIntervalMs { get; set; }

    /// <summary>Frequency of the source of a field or of radio waves, hertz, above 0; null while nobody has said.</summary>
    public double? FrequencyHertz { get; set; }
}
