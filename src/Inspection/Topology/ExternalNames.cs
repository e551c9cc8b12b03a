using System.Collections.Frozen;

namespace K3Monitor.Inspection.Topology;

/// <summary>One name of a device in the field.</summary>
/// <param name="Source">Where it holds: name of an external broker, <c>site/device</c> of a credential, or empty for everywhere.</param>
/// <param name="Name">The name as the format reads it, levels separated by a slash; <see cref="ExternalNames.Everything"/> for all that comes with the device's own credential.</param>
public sealed record FieldName(string Source, string Name);

/// <summary>Whom a name of the field means.</summary>
/// <param name="Device">The device; null when nobody has claimed the name, or when it is <paramref name="Ambiguous"/>.</param>
/// <param name="Rest">What of the name is below the one that was claimed, and so belongs to the channel; empty when nothing is.</param>
/// <param name="Ambiguous">Whether several devices have it with equal right.</param>
public readonly record struct NamedDevice(DeviceTopology? Device, string Rest, bool Ambiguous = false)
{
    /// <summary>Name of a channel as the device's own table has it.</summary>
    public string ChannelName(string channel) => Rest.Length == 0 ? channel : Rest + "/" + channel;
}

/// <summary>
/// The names by which messages of the field call devices. The longest claimed name wins: who has claimed <c>room1</c> is meant by
/// <c>room1/BME680</c> too, unless that is claimed itself. A name that is claimed for the source goes before one that holds everywhere.
/// </summary>
/// <remarks>Immutable; safe from any thread.</remarks>
public sealed class ExternalNames
{
    /// <summary>Stands for everything that comes with a device's own credential.</summary>
    public const string Everything = "*";

    private readonly FrozenDictionary<string, (string Source, DeviceTopology Device)[]> byName;

    /// <summary>Makes the table.</summary>
    /// <param name="names">Every name of every device.</param>
    public ExternalNames(IEnumerable<(FieldName Name, DeviceTopology Device)> names) =>
        byName = names.GroupBy(n => n.Name.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(n => (n.Name.Source, n.Device)).ToArray(), StringComparer.Ordinal);

    /// <summary>No name.</summary>
    public static ExternalNames None { get; } = new([]);

    /// <summary>Whom a name means.</summary>
    /// <param name="source">Where the message came in.</param>
    /// <param name="siteId">Site to which that is bound; null for none.</param>
    /// <param name="format">Format that read the message; a device with another one is not meant.</param>
    /// <param name="name">The name.</param>
    public NamedDevice Find(string source, int? siteId, string? format, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        string part = name;
        while (true)
        {
            if (byName.TryGetValue(part, out (string Source, DeviceTopology Device)[]? candidates)
                && Best(candidates, source, siteId, format) is { } found)
                return found with { Rest = part.Length == name.Length ? "" : name[(part.Length + 1)..] };
            int slash = part.LastIndexOf('/');
            if (slash <= 0)
                break;
            part = part[..slash];
        }

        return byName.TryGetValue(Everything, out (string Source, DeviceTopology Device)[]? all)
            && all.FirstOrDefault(a => a.Device.Path == source && Fits(a.Device, siteId, format)).Device is { } own
                ? new NamedDevice(own, name)
                : default;
    }

    /// <summary>Every device whose name is the given one or lies below it, for a state that concerns all of them.</summary>
    public IEnumerable<DeviceTopology> AtOrBelow(string source, int? siteId, string? format, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return byName.SelectMany(n => n.Value.Where(c => n.Key == Everything
                ? c.Device.Path == source
                : (n.Key == name || n.Key.StartsWith(name + "/", StringComparison.Ordinal)) && (c.Source.Length == 0 || c.Source == source)))
            .Where(c => Fits(c.Device, siteId, format)).Select(c => c.Device).Distinct();
    }

    private static NamedDevice? Best((string Source, DeviceTopology Device)[] candidates, string source, int? siteId, string? format)
    {
        DeviceTopology[] own = [.. candidates.Where(c => c.Source == source && Fits(c.Device, siteId, format)).Select(c => c.Device).Distinct()];
        DeviceTopology[] best = own.Length > 0 ? own : [.. candidates.Where(c => c.Source.Length == 0 && Fits(c.Device, siteId, format)).Select(c => c.Device).Distinct()];
        return best.Length switch { 0 => null, 1 => new NamedDevice(best[0], ""), _ => new NamedDevice(null, "", Ambiguous: true) };
    }

    private static bool Fits(DeviceTopology device, int? siteId, string? format) =>
        (siteId is null || device.SiteId == siteId) && (device.Format is null || device.Format == format);
}
