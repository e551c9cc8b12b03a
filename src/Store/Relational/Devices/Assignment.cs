using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Places;

namespace K3Monitor.Store.Relational.Devices;

/// <summary>A channel measures for a point during a time.</summary>
public sealed class Assignment
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the channel.</summary>
    public int ChannelId { get; set; }

    /// <summary>The channel.</summary>
    public DeviceChannel Channel { get; set; } = null!;

    /// <summary>Key of the point.</summary>
    public int PointId { get; set; }

    /// <summary>The point.</summary>
    public MeasurementPoint Point { get; set; } = null!;

    /// <summary>First instant that belongs to it.</summary>
    public Instant From { get; set; }

    /// <summary>First instant that no longer does; <see cref="Instant.MaxValue"/> without end.</summary>
    public Instant To { get; set; }
}
