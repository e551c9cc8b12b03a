using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Devices;

/// <summary>One value stream of a device.</summary>
public sealed class DeviceChannel
{
    /// <summary>Key; the telemetry store writes it with every sample.</summary>
    public int Id { get; set; }

    /// <summary>Key of its device.</summary>
    public int DeviceId { get; set; }

    /// <summary>Its device.</summary>
    public Device Device { get; set; } = null!;

    /// <summary>The device's own name of it; unique within the device.</summary>
    public required string Name { get; set; }

    /// <summary>Name of it in messages of the field; null when that is <see cref="Name"/>.</summary>
    public string? ExternalName { get; set; }

    /// <summary>Identifier of the quantity; null while nobody has said.</summary>
    public string? QuantityId { get; set; }

    /// <summary>Symbol of the unit on the wire; null while nobody has said.</summary>
    public string? Unit { get; set; }

    /// <summary>Bottom of the measuring range, in <see cref="Unit"/>.</summary>
    public double? RangeMin { get; set; }

    /// <summary>Top of the measuring range, in <see cref="Unit"/>.</summary>
    public double? RangeMax { get; set; }

    /// <summary>Smallest step, in <see cref="Unit"/>.</summary>
    public double? Resolution { get; set; }

    /// <summary>Time between samples as the device says, in milliseconds.</summary>
    public long? IntervalMs { get; set; }

    /// <summary>Day of the last calibration.</summary>
    public DateOnly? Calibrated { get; set; }

    /// <summary>First day on which the calibration has lapsed, in the site's zone.</summary>
    public DateOnly? CalibrationDue { get; set; }

    /// <summary>Where its values belong, over time.</summary>
    public List<Assignment> Assignments { get; } = [];
}
