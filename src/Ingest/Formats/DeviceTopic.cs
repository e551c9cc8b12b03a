namespace K3Monitor.Ingest.Formats;

/// <summary>What a native topic is about.</summary>
public enum TopicKind
{
    /// <summary>Measurements.</summary>
    Telemetry,

    /// <summary>Whether the device is online.</summary>
    Status,

    /// <summary>The device's description of itself.</summary>
    Info,
}

/// <summary>Who a native topic names.</summary>
/// <param name="Site">Site slug.</param>
/// <param name="Device">Device key.</param>
/// <param name="Kind">What about.</param>
public sealed record DeviceTopic(string Site, string Device, TopicKind Kind);
