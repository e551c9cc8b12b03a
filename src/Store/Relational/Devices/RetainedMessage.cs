using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Devices;

/// <summary>A message that the embedded broker keeps for those who subscribe later; one a topic.</summary>
public sealed class RetainedMessage
{
    /// <summary>Topic; the key.</summary>
    public required string Topic { get; set; }

    /// <summary>Key of the device to which the topic belongs.</summary>
    public int DeviceId { get; set; }

    /// <summary>The device.</summary>
    public Device Device { get; set; } = null!;

    /// <summary>Payload, never empty.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>When it arrived.</summary>
    public Instant Received { get; set; }

    /// <summary>First instant at which it may no longer be delivered; null without end.</summary>
    public Instant? Expires { get; set; }
}
