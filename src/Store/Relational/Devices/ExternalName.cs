namespace K3Monitor.Store.Relational.Devices;

/// <summary>A name by which messages of the field call a device: a EUI, a Sparkplug node, a friendly name.</summary>
public sealed class ExternalName
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of the device that is meant.</summary>
    public int DeviceId { get; set; }

    /// <summary>The device that is meant.</summary>
    public Device Device { get; set; } = null!;

    /// <summary>Where the name holds: name of an external broker, <c>site/device</c> of a credential, or empty for everywhere.</summary>
    public required string Source { get; set; }

    /// <summary>The name as the format reads it, levels separated by a slash; <c>*</c> for everything that comes with the device's own credential.</summary>
    public required string Name { get; set; }
}
