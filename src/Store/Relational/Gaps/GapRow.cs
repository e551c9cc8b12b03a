using K3Monitor.Store.Relational.Devices;

namespace K3Monitor.Store.Relational.Gaps;

/// <summary>What a channel should have sent on a day, and what came of it.</summary>
public sealed class GapRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the day.</summary>
    public int GapDayId { get; set; }

    /// <summary>The day.</summary>
    public GapDay GapDay { get; set; } = null!;

    /// <summary>Key of the channel.</summary>
    public int ChannelId { get; set; }

    /// <summary>The channel.</summary>
    public DeviceChannel Channel { get; set; } = null!;

    /// <summary>Samples that arrived, copies too, since the ledger follows the journal.</summary>
    public long Arrived { get; set; }

    /// <summary>By what is known how many there should be.</summary>
    public GapBasis Basis { get; set; }

    /// <summary>The interval by which it was estimated, in milliseconds; null where it was not.</summary>
    public long? IntervalMs { get; set; }

    /// <summary>Samples that should have come; null where nothing tells.</summary>
    public long? Expected { get; set; }

    /// <summary>Samples that came, each once.</summary>
    public long Received { get; set; }

    /// <summary>Those of them that came long after they were measured.</summary>
    public long Late { get; set; }

    /// <summary>Copies of samples that were there already; null where some came before the ledger began to count.</summary>
    public long? Duplicates { get; set; }

    /// <summary>Further values for an instant and number that had one.</summary>
    public long Conflicts { get; set; }

    /// <summary>Samples without a number of the device.</summary>
    public long Unnumbered { get; set; }

    /// <summary>How often the device's numbering began anew.</summary>
    public int Restarts { get; set; }

    /// <summary>How often it ran over and went on from 0.</summary>
    public int Wraps { get; set; }

    /// <summary>Never came because the sensor had none: the device's message came without it, or only its other channels did.</summary>
    public long NeverSensor { get; set; }

    /// <summary>Never came because it was lost on the way, or the device or its site was silent.</summary>
    public long NeverPath { get; set; }

    /// <summary>Never came because this product could not receive.</summary>
    public long NeverOwn { get; set; }

    /// <summary>Never came, and nothing tells why.</summary>
    public long NeverUnknown { get; set; }

    /// <summary>Time without data beyond what a sample stands for, in milliseconds; null for a channel without a point.</summary>
    public long? SilentMs { get; set; }

    /// <summary>The part of it in which this product could not receive, in milliseconds.</summary>
    public long? OwnMs { get; set; }
}
