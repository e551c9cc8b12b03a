using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Topology;
using K3Monitor.Store.Relational.Devices;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>The part of a device in a file that tells what it is called in the field: format, topics, names.</summary>
internal static class FieldEntries
{
    /// <summary>The entry with what the file says of it; every fault is noted.</summary>
    public static DeviceEntry Complete(YamlPlace place, DeviceEntry device)
    {
        string? format = place.Optional("format");
        if (format is not null && !FieldRules.IsFormatName(format))
            place.Fault("format", "must be the name of a format or of a mapping, or auto");
        IReadOnlyList<string> topics = place.Texts("topics");
        foreach (string topic in topics)
        {
            if (FieldRules.TopicFault(topic) is { } fault)
                place.Fault("topics", $"'{topic}': {fault}");
        }

        IReadOnlyList<YamlPlace> names = place.List("external");
        FieldName[] external = [.. names.Select(ReadName)];
        return device with
        {
            Format = format,
            TopicFilters = topics.Count == 0 ? null : topics,
            External = names.Count == 0 ? null : external,
        };
    }

    /// <summary>Notes each name that two devices of one site have for the same source.</summary>
    public static void CheckNames(IReadOnlyList<YamlPlace> places, IReadOnlyList<DeviceEntry> devices)
    {
        var seen = new HashSet<FieldName>();
        for (int i = 0; i < devices.Count; i++)
        {
            foreach (FieldName name in (devices[i].External ?? []).Where(n => n.Name != ExternalNames.Everything && !seen.Add(n)))
                places[i].Fault("external", $"'{name.Name}' is another device's already");
        }
    }

    /// <summary>Brings what the device is called in the field to what the file says.</summary>
    public static void Apply(Device device, string path, DeviceEntry entry, ImportWork work)
    {
        device.Format = entry.Format is { } format ? work.Changed($"device {path}: format", device.Format, FieldRules.Stored(format)) : device.Format;
        if (entry.TopicFilters is { } topics)
            device.TopicFilters = work.Changed($"device {path}: topics", device.TopicFilters, FieldRules.Stored(topics));
        if (entry.External is not { } wanted)
            return;
        foreach (ExternalName gone in device.ExternalNames.Where(n => !wanted.Contains(new FieldName(n.Source, n.Name))).ToList())
        {
            device.ExternalNames.Remove(gone);
            work.Changes.Add($"device {path}: external {gone.Name}: removed");
        }

        foreach (FieldName name in wanted.Where(w => !device.ExternalNames.Any(n => n.Source == w.Source && n.Name == w.Name)))
        {
            device.ExternalNames.Add(new ExternalName { Source = name.Source, Name = name.Name });
            work.Added("external name", $"{path}: {name.Name}");
        }
    }

    private static FieldName ReadName(YamlPlace place)
    {
        string name = place.Required("name", n => FieldRules.NameFault(n) is null ? n : null, "1 to 200 characters without a slash at its ends, or * for all that its own credential brings") ?? "";
        string source = place.Optional("source") ?? "";
        if (source.Length > 200)
            place.Fault("source", "has at most 200 characters");
        place.NothingElse();
        return new FieldName(source, name);
    }
}
