using K3Monitor.Ingest.Decoding;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>Tells for everyone who brings messages of the field what is declared for him, and keeps what his earlier messages told.</summary>
/// <param name="mappings">The declared mappings, for every source.</param>
/// <remarks>Safe from any thread. Bounded: what 10,000 credentials told is kept; the one that came longest ago leaves and begins anew.</remarks>
internal sealed class FieldDoors(MappingSet mappings)
{
    private readonly BoundedTable<FormatMemory> memories = new(10_000);

    /// <summary>A device that brings messages with its own credential, over the embedded broker or by HTTP.</summary>
    public FieldOrigin OfDevice(DeviceTopology device, string? format = null) =>
        new(device.Path, new DecodeOptions { Format = format ?? device.Format, Zone = device.Zone, Mappings = mappings, Memory = memories.GetOrAdd(device.Path, static () => new FormatMemory()) })
        {
            Credential = device,
            SiteId = device.SiteId,
            SiteSlug = device.SiteSlug,
        };

    /// <summary>An external broker.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="format">Its declared format; null to recognise each message.</param>
    /// <param name="zone">Zone of times that name none; null when nobody has said.</param>
    /// <param name="site">Site to which it is bound; null for none.</param>
    public FieldOrigin OfSource(string name, string? format, TimeZoneInfo? zone, SiteTopology? site) =>
        new(name, new DecodeOptions { Format = format, Zone = zone, Mappings = mappings, Memory = memories.GetOrAdd("source " + name, static () => new FormatMemory()) })
        {
            SiteId = site?.SiteId,
            SiteSlug = site?.Slug,
        };
}
