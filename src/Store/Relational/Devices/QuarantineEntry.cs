using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.Devices;

/// <summary>A message, or a part of one, that could not be used.</summary>
public sealed class QuarantineEntry
{
    /// <summary>Key; grows with arrival.</summary>
    public int Id { get; set; }

    /// <summary>Where it lies in the journal; unique together with <see cref="Ordinal"/>.</summary>
    public long JournalPosition { get; set; }

    /// <summary>Which part of the message, from 0.</summary>
    public int Ordinal { get; set; }

    /// <summary>When it arrived.</summary>
    public Instant Received { get; set; }

    /// <summary>Site by topic.</summary>
    public string? SiteSlug { get; set; }

    /// <summary>Device by topic.</summary>
    public string? DeviceKey { get; set; }

    /// <summary>Where it came in: name of an external broker, or <c>site/device</c> of the credential; null for native messages.</summary>
    public string? Source { get; set; }

    /// <summary>Name of the device as the message calls it, when nobody has claimed that name; null otherwise.</summary>
    public string? External { get; set; }

    /// <summary>Name of the format that read it; null when none did.</summary>
    public string? Format { get; set; }

    /// <summary>Topic.</summary>
    public required string Topic { get; set; }

    /// <summary>Payload, cut at 64 KiB.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>Short stable code.</summary>
    public required string Reason { get; set; }

    /// <summary>Where and why, in English.</summary>
    public required string Detail { get; set; }
}
