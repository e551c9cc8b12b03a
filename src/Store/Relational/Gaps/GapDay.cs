using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Devices;

namespace K3Monitor.Store.Relational.Gaps;

/// <summary>A day of a device in the gap ledger: the unit in which it is counted.</summary>
public sealed class GapDay
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the device.</summary>
    public int DeviceId { get; set; }

    /// <summary>The device.</summary>
    public Device Device { get; set; } = null!;

    /// <summary>The day in the zone of the device's site.</summary>
    public DateOnly Day { get; set; }

    /// <summary>First instant of the day.</summary>
    public Instant From { get; set; }

    /// <summary>First instant of the next day.</summary>
    public Instant To { get; set; }

    /// <summary>When it was last counted; <see cref="Instant.MinValue"/> before the first time.</summary>
    public Instant AsOf { get; set; } = Instant.MinValue;

    /// <summary>Whether it was counted after it was over.</summary>
    public bool Closed { get; set; }

    /// <summary>It must be counted again once the telemetry store has reached this journal position; null when nothing came since.</summary>
    public long? WaitsFor { get; set; }

    /// <summary>Time of the day's first numbered message; null without one.</summary>
    public Instant? FirstTime { get; set; }

    /// <summary>Its number.</summary>
    public long? FirstNumber { get; set; }

    /// <summary>Time of the day's last numbered message; null without one.</summary>
    public Instant? LastTime { get; set; }

    /// <summary>Its number.</summary>
    public long? LastNumber { get; set; }

    /// <summary>Its channels.</summary>
    public List<GapRow> Channels { get; } = [];
}
