using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports;

/// <summary>A channel that measures for a target, and when.</summary>
internal sealed record TargetChannel(DeviceTopology Device, ChannelTopology Channel, TimeRange During);

/// <summary>Where the values of a column go: one channel, or whichever channel measured for a point at the time.</summary>
/// <param name="Name"><c>device/channel</c> or <c>area/point</c>.</param>
/// <param name="Quantity">What is measured.</param>
/// <param name="Unit">Unit of the channel's own values; null when nobody has said.</param>
/// <param name="Channels">The channels.</param>
internal sealed record ImportTarget(string Name, Quantity Quantity, Unit? Unit, IReadOnlyList<TargetChannel> Channels)
{
    /// <summary>The channel of a time; null when none measured for the point then.</summary>
    public TargetChannel? At(Instant time)
    {
        foreach (TargetChannel channel in Channels)
        {
            if (channel.During.Contains(time))
                return channel;
        }

        return null;
    }
}

/// <summary>The channels and points of one site, by every name that a file may use.</summary>
internal sealed class ImportTargets(string site, TopologySnapshot topology, IReadOnlyList<ExportedPoint> points)
{
    private static readonly TimeRange Always = new(Instant.MinValue, Instant.MaxValue);
    private readonly List<DeviceTopology> devices = [.. topology.Devices.Values.Where(d => d.SiteSlug == site).OrderBy(d => d.Key, StringComparer.Ordinal)];

    /// <summary>Whether the site has a device of that key.</summary>
    public bool Has(string device) => devices.Exists(d => d.Key == device);

    /// <summary>What there is, for a message: the first 40.</summary>
    public string Known => string.Join(", ", devices.SelectMany(d => d.Channels.Keys.Select(c => $"{d.Key}/{c}")).Concat(points.Select(p => p.Slug)).Take(40));

    /// <summary>The target that a declaration names; null with the reason.</summary>
    public ImportTarget? Named(string name, out string why)
    {
        List<ImportTarget> found = [.. Channels(name), .. Points(name)];
        why = found.Count > 1 ? $"'{name}' is a channel and a point" : $"the site has no channel or point '{name}' whose quantity is known; there are: {Known}";
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>The targets that a name in a file may mean: a channel's, a point's, or a quantity that one point of the site measures.</summary>
    /// <param name="name">The name, without unit.</param>
    /// <param name="device">The device whose channels are meant; null for any.</param>
    public IReadOnlyList<ImportTarget> Meant(string name, string? device)
    {
        if (device is not null)
            return [.. Channels($"{device}/{name}", StringComparison.OrdinalIgnoreCase)];
        List<ImportTarget> exact = [.. Channels(name), .. Points(name)];
        if (exact.Count > 0)
            return exact;
        List<ImportTarget> channels = [.. devices.SelectMany(d => Channels($"{d.Key}/{name}", StringComparison.OrdinalIgnoreCase))];
        return channels.Count > 0 ? channels : [.. points.Where(p => p.QuantityId == name).SelectMany(p => Points(p.Slug))];
    }

    private IEnumerable<ImportTarget> Channels(string name, StringComparison comparison = StringComparison.Ordinal) =>
        from device in devices
        from channel in device.Channels.Values
        where name.Equals($"{device.Key}/{channel.Name}", comparison) && channel.Quantity is not null
        select new ImportTarget($"{device.Key}/{channel.Name}", channel.Quantity!, channel.Unit, [new TargetChannel(device, channel, Always)]);

    private IEnumerable<ImportTarget> Points(string name)
    {
        foreach (ExportedPoint point in points.Where(p => p.Slug == name || p.Slug.EndsWith("/" + name, StringComparison.Ordinal)))
        {
            List<TargetChannel> feeds =
            [
                .. from device in devices
                   from channel in device.Channels.Values
                   from assignment in channel.Assignments
                   where assignment.PointId == point.Id
                   select new TargetChannel(device, channel, assignment.During),
            ];
            List<Unit?> units = [.. feeds.Select(f => f.Channel.Unit).Distinct()];
            if (feeds.Count > 0 && QuantityCatalogue.TryFind(point.QuantityId, out Quantity? quantity))
                yield return new ImportTarget(point.Slug, quantity, units.Count == 1 ? units[0] : null, feeds);
        }
    }
}
