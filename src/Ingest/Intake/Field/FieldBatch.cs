using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>Sorts the readings of one message by the devices of ours that they belong to.</summary>
/// <remarks>For one thread and one message.</remarks>
internal sealed class FieldBatch(TopologySnapshot topology, FieldOrigin origin, Readings read, Instant received)
{
    private readonly Dictionary<string, NamedDevice> found = new(StringComparer.Ordinal);
    private readonly Decoded refused = new();

    /// <summary>Samples by device.</summary>
    public Dictionary<DeviceTopology, List<ReadySample>> Ready { get; } = [];

    /// <summary>Which devices are said to be there, or not.</summary>
    public List<(DeviceTopology Device, bool Online)> Statuses { get; } = [];

    /// <summary>Channels that a device sends and nobody has mapped.</summary>
    public Dictionary<DeviceTopology, List<string>> Unmapped { get; } = [];

    /// <summary>What was refused; whole after <see cref="Sort"/>.</summary>
    public Decoded Refused => refused;

    /// <summary>The device of ours that a name means; null for nobody's.</summary>
    public DeviceTopology? OwnerOf(string name) => Find(name).Device;

    public void Sort()
    {
        foreach (Refusal refusal in origin.Only is null ? read.Refusals : [])
            refused.Refuse(refusal);
        foreach (Reading reading in read.Items)
        {
            if (origin.Only is { } only)
            {
                if (reading is { Kind: ReadingKind.Sample, Device: { } whose } && (Full(whose) == only || Full(whose).StartsWith(only + "/", StringComparison.Ordinal)))
                    Sample(reading);
            }
            else if (reading.Kind == ReadingKind.Sample)
                Sample(reading);
            else if (reading is { Kind: ReadingKind.Metadata, Device: { } name, Reason: "status online" or "status offline" } && !origin.Retained)
                Statuses.AddRange(topology.Names.AtOrBelow(origin.Source, origin.SiteId, read.Format, Full(name)).Select(d => (d, reading.Reason == "status online")));
        }

        foreach (string born in origin.Retained || origin.Only is not null ? [] : read.Born)
        {
            if (Find(born).Device is { } device)
                Statuses.Add((device, true));
        }
    }

    private void Sample(Reading reading)
    {
        string name = reading.Device ?? "";
        bool first = !found.ContainsKey(name);
        NamedDevice named = Find(name);
        if (named.Device is not { } device)
        {
            if (first)
                refused.Refuse(Nobody(named, Full(name)));
            return;
        }

        string channelName = named.ChannelName(reading.Channel ?? "");
        if (!device.External.TryGetValue(channelName, out ChannelTopology? channel))
        {
            ListOf(Unmapped, device).Add(channelName);
            return;
        }

        (ReadySample? ready, Refusal? refusal) = FieldNormaliser.One(reading, channel, received, origin.Retained);
        if (ready is { } sample)
            ListOf(Ready, device).Add(sample);
        else
            refused.Refuse(refusal!);
    }

    private static List<T> ListOf<T>(Dictionary<DeviceTopology, List<T>> lists, DeviceTopology device)
    {
        if (!lists.TryGetValue(device, out List<T>? list))
            lists[device] = list = [];
        return list;
    }

    private static Refusal Nobody(NamedDevice named, string name) => named.Ambiguous
        ? new Refusal("device.ambiguous", $"several devices are called '{name}': say for which source each of them is")
        : new Refusal("device.unclaimed", $"no device is called '{name}'") { External = name };

    private NamedDevice Find(string name)
    {
        if (!found.TryGetValue(name, out NamedDevice device))
            found[name] = device = topology.Names.Find(origin.Source, origin.SiteId, read.Format, Full(name));
        return device;
    }

    private string Full(string name) => read.Scope is { } scope ? scope + "/" + name : name;
}
