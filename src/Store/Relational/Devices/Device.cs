using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Places;

namespace K3Monitor.Store.Relational.Devices;

/// <summary>A device at a site.</summary>
public sealed class Device
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of its site.</summary>
    public int SiteId { get; set; }

    /// <summary>Its site.</summary>
    public Site Site { get; set; } = null!;

    /// <summary>Name in MQTT topics; unique within the site.</summary>
    public required string Key { get; set; }

    /// <summary>Model as it says; null before its first description.</summary>
    public string? Model { get; set; }

    /// <summary>Serial number as it says.</summary>
    public string? Serial { get; set; }

    /// <summary>Firmware version as it says.</summary>
    public string? Firmware { get; set; }

    /// <summary>Its last status; null before the first.</summary>
    public bool? Online { get; set; }

    /// <summary>Arrival of its last message; null before the first.</summary>
    public Instant? LastSeen { get; set; }

    /// <summary>Salted, slow hash of its password; null while it has none.</summary>
    public string? CredentialHash { get; set; }

    /// <summary>Hash of the password before the present one, while it is still good; null when there is none.</summary>
    public string? FormerCredentialHash { get; set; }

    /// <summary>First instant at which the former password is no longer good.</summary>
    public Instant? FormerCredentialUntil { get; set; }

    /// <summary>When the password was made.</summary>
    public Instant? CredentialCreated { get; set; }

    /// <summary>When the device was shut out; null while it may sign in.</summary>
    public Instant? CredentialRevoked { get; set; }

    /// <summary>Format of its messages beside the native one; null lets each be recognised.</summary>
    public string? Format { get; set; }

    /// <summary>Topic filters that its credential may publish on beside its own topics, one a line; null for none.</summary>
    public string? TopicFilters { get; set; }

    /// <summary>Names by which messages of the field call it.</summary>
    public List<ExternalName> ExternalNames { get; } = [];

    /// <summary>Its channels.</summary>
    public List<DeviceChannel> Channels { get; } = [];
}
