using K3Monitor.Measurements;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>What can only be told when a whole part of the file is read.</summary>
internal static class SiteFileChecks
{
    /// <summary>Notes each entry whose key is that of an earlier one.</summary>
    public static void Unique<T>(IReadOnlyList<YamlPlace> places, IReadOnlyList<T> entries, Func<T, string> keyOf, string key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < entries.Count; i++)
        {
            string value = keyOf(entries[i]);
            if (value.Length > 0 && !seen.Add(value))
                places[i].Fault(key, $"'{value}' is there already");
        }
    }

    /// <summary>
    /// Notes assignments that name no channel, whose quantity or unit does not fit, or that overlap: a channel measures for one
    /// point at a time, and a point is measured by one channel at a time.
    /// </summary>
    public static void Assignments(SiteEntry site, string path, FaultList faults)
    {
        var channels = site.Devices.SelectMany(d => d.Channels.Select(c => (Path: d.Key + "/" + c.Name, Channel: c)))
            .GroupBy(c => c.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Channel, StringComparer.Ordinal);
        var taken = new List<(string Channel, PointEntry Point, TimeRange During)>();
        foreach (PointEntry point in site.Areas.SelectMany(a => a.Points))
        {
            foreach (MeasuredByEntry entry in point.MeasuredBy)
            {
                string name = entry.Device + "/" + entry.Channel;
                string key = $"{path}: point {point.Slug}: measured_by";
                if (!channels.TryGetValue(name, out ChannelEntry? channel))
                    faults.Add(entry.Line, key, $"there is no channel '{name}' among the devices of the site");
                else if (channel.Quantity.Id != point.Quantity.Id)
                    faults.Add(entry.Line, key, $"'{name}' measures {channel.Quantity.Id}, the point {point.Quantity.Id}");
                else if (channel.Unit.Dimension != point.Quantity.Canonical.Dimension)
                    faults.Add(entry.Line, key, $"'{name}' is in {channel.Unit}, which does not convert into {point.Quantity.Canonical} without a temperature and a pressure");
                foreach ((_, PointEntry other, _) in taken.Where(t => t.Channel == name && !t.During.Intersect(entry.During).IsEmpty))
                    faults.Add(entry.Line, key, $"'{name}' measures for point {other.Slug} at the same time");
                if (taken.Any(t => ReferenceEquals(t.Point, point) && t.Channel != name && !t.During.Intersect(entry.During).IsEmpty))
                    faults.Add(entry.Line, key, "another channel measures for the point at the same time");
                taken.Add((name, point, entry.During));
            }
        }
    }
}
