using K3Monitor.Ingest.Formats.SparkplugB;

namespace K3Monitor.Ingest.Formats.InfluxLines;

/// <summary>
/// Device and channel of a series with tags: a tag that names a device is the device, and the others belong to the channel; without
/// one, all tags together are the device; without tags, the measurement is. So two series never become one.
/// </summary>
internal static class TaggedSeries
{
    private static readonly string[] DeviceTags = ["device", "device_id", "deviceId", "dev", "sensor", "sensor_id", "id", "node", "node_id", "serial", "mac", "host", "hostname"];

    public static (string Device, string Suffix) Names(string measurement, IReadOnlyList<(string Key, string Value)> tags)
    {
        foreach (string name in DeviceTags)
        {
            int at = tags.ToList().FindIndex(t => t.Key == name);
            if (at >= 0)
                return (tags[at].Value, Suffix(tags.Where((_, i) => i != at)));
        }

        return tags.Count > 0 ? (Join(tags), "") : (measurement, "");
    }

    /// <summary>The device of a bridge's topic tag, when the line carries a Sparkplug metric.</summary>
    public static string? SparkplugDevice(IReadOnlyList<(string Key, string Value)> tags) =>
        tags.FirstOrDefault(t => t.Key == "topic").Value is { } topic && SparkplugTopic.Read(topic.Split('/')) is { } read ? read.Name : null;

    private static string Suffix(IEnumerable<(string Key, string Value)> tags) => Join(tags) is { Length: > 0 } text ? $"[{text}]" : "";

    private static string Join(IEnumerable<(string Key, string Value)> tags) => string.Join(',', tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}"));
}
