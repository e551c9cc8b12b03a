using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;

namespace K3Monitor.Inspection.Topology;

/// <summary>A channel was assigned to a point for a time.</summary>
/// <param name="PointId">The point.</param>
/// <param name="During">From and to, half-open.</param>
public readonly record struct ChannelAssignment(int PointId, TimeRange During);

/// <summary>A channel as ingest needs it.</summary>
/// <param name="ChannelId">Key.</param>
/// <param name="Name">The device's own name of it.</param>
/// <param name="Quantity">What it measures; null while nobody has said: its values are quarantined.</param>
/// <param name="Unit">Unit of the values on the wire; null while nobody has said.</param>
/// <param name="RangeMin">Bottom of the measuring range on the wire; null when unknown.</param>
/// <param name="RangeMax">Top of the measuring range on the wire; null when unknown.</param>
/// <param name="CalibrationDue">First instant at which the calibration has lapsed; null when unknown.</param>
/// <param name="Assignments">Where its values belong, over time.</param>
public sealed record ChannelTopology(
    int ChannelId, string Name, Quantity? Quantity, Unit? Unit, double? RangeMin, double? RangeMax, Instant? CalibrationDue,
    IReadOnlyList<ChannelAssignment> Assignments)
{
    /// <summary>Name of it in messages of the field; its own name unless somebody has said otherwise.</summary>
    public string ExternalName { get; init; } = Name;

    /// <summary>The point to which a value of that time belongs; null when it was assigned to none.</summary>
    public int? PointAt(Instant time)
    {
        foreach (ChannelAssignment assignment in Assignments)
        {
            if (assignment.During.Contains(time))
                return assignment.PointId;
        }

        return null;
    }
}

/// <summary>A device as ingest needs it.</summary>
/// <param name="DeviceId">Key.</param>
/// <param name="SiteId">Key of its site.</param>
/// <param name="SiteSlug">Site in topics.</param>
/// <param name="Key">Device in topics.</param>
/// <param name="Channels">Its channels by name.</param>
public sealed record DeviceTopology(int DeviceId, int SiteId, string SiteSlug, string Key, IReadOnlyDictionary<string, ChannelTopology> Channels)
{
    private readonly Lazy<IReadOnlyDictionary<string, ChannelTopology>> external = new(() => ByExternalName(Channels));

    /// <summary><c>site/device</c>.</summary>
    public string Path => SiteSlug + "/" + Key;

    /// <summary>Zone of its site, for times that name none; null when nobody has said.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Format of its messages beside the native one; null lets each be recognised.</summary>
    public string? Format { get; init; }

    /// <summary>Topic filters that its credential may publish on beside its own topics.</summary>
    public IReadOnlyList<string> TopicFilters { get; init; } = [];

    /// <summary>Its channels by the name that messages of the field give them.</summary>
    public IReadOnlyDictionary<string, ChannelTopology> External => external.Value;

    // Of two channels with one name the one that was there first stands; the database and the site file let no second one in.
    private static Dictionary<string, ChannelTopology> ByExternalName(IReadOnlyDictionary<string, ChannelTopology> channels) =>
        channels.Values.OrderBy(c => c.ChannelId).GroupBy(c => c.ExternalName, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
}

/// <summary>A site as the lanes need it.</summary>
/// <param name="SiteId">Key.</param>
/// <param name="Slug">Name in topics.</param>
/// <param name="Points">Its points, ready for a lane.</param>
public sealed record SiteTopology(int SiteId, string Slug, IReadOnlyList<PointPlan> Points);

/// <summary>Everything that ingest must know of sites and devices, at one revision.</summary>
/// <param name="Revision">Grows with every change.</param>
/// <param name="Sites">All sites.</param>
/// <param name="Devices">All devices by <c>site/device</c>.</param>
public sealed record TopologySnapshot(long Revision, IReadOnlyList<SiteTopology> Sites, IReadOnlyDictionary<string, DeviceTopology> Devices)
{
    /// <summary>Devices by the names that messages of the field give them.</summary>
    public ExternalNames Names { get; init; } = ExternalNames.None;
}

/// <summary>A channel as its device describes it in <c>…/info</c>.</summary>
/// <param name="Name">Name in the payload.</param>
/// <param name="QuantityId">Quantity as written; checked by the registry.</param>
/// <param name="Unit">Unit as written; checked by the registry.</param>
/// <param name="Min">Bottom of the range on the wire.</param>
/// <param name="Max">Top of the range on the wire.</param>
/// <param name="Resolution">Smallest step.</param>
/// <param name="IntervalSeconds">Time between samples.</param>
/// <param name="Calibrated">Day of the last calibration.</param>
/// <param name="CalibrationDue">Day on which the calibration lapses.</param>
public sealed record ChannelDescription(
    string Name, string? QuantityId, string? Unit, double? Min, double? Max, double? Resolution, double? IntervalSeconds,
    DateOnly? Calibrated, DateOnly? CalibrationDue);

/// <summary>What a device says of itself.</summary>
/// <param name="Model">Model.</param>
/// <param name="Serial">Serial number.</param>
/// <param name="Firmware">Firmware version.</param>
/// <param name="Channels">Its channels.</param>
public sealed record DeviceDescription(string? Model, string? Serial, string? Firmware, IReadOnlyList<ChannelDescription> Channels);

/// <summary>Keeps sites and devices, and tells ingest when they change.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface ITopologyRegistry
{
    /// <summary>The present topology. Cheap when nothing changed since the last call.</summary>
    ValueTask<TopologySnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a device's description: fills what nobody has set yet, never overrides what a person has assigned, and gives
    /// back what it refused (unknown quantity or unit, a range upside down), channel by channel.
    /// </summary>
    Task<IReadOnlyList<string>> DescribeAsync(int deviceId, DeviceDescription description, Instant received, CancellationToken cancellationToken);

    /// <summary>Keeps a device's status.</summary>
    Task StatusAsync(int deviceId, bool online, Instant received, CancellationToken cancellationToken);

    /// <summary>Keeps when devices were last heard; called in batches.</summary>
    Task SeenAsync(IReadOnlyDictionary<int, Instant> lastReceived, CancellationToken cancellationToken);
}
