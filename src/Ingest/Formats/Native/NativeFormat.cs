using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Native;

/// <summary>The native format: topics <c>k3/v1/{site}/{device}/telemetry|status|info</c>, payloads in JSON.</summary>
public static class NativeFormat
{
    /// <summary>What every topic of it begins with.</summary>
    internal const string Prefix = "k3/v1/";

    /// <summary>Name in configuration and on the command line.</summary>
    public const string Name = "native";

    /// <summary>The shape of its topics, for people.</summary>
    public const string Topics = "k3/v1/{site}/{device}/telemetry, …/status, …/info";

    /// <summary>What the topic names; null when it is not a topic of this format.</summary>
    public static DeviceTopic? Recognise(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        string[] levels = topic.Split('/');
        if (levels.Length != 5 || levels[2].Length == 0 || levels[3].Length == 0)
            return null;
        TopicKind? kind = levels[4] switch
        {
            "telemetry" => TopicKind.Telemetry,
            "status" => TopicKind.Status,
            "info" => TopicKind.Info,
            _ => null,
        };
        return kind is { } known ? new DeviceTopic(levels[2], levels[3], known) : null;
    }

    /// <summary>Decodes a telemetry payload; never throws on one.</summary>
    public static void Decode(ReadOnlySpan<byte> payload, Instant received, Decoded into) => new TelemetryDecoder(into, received).Decode(payload);

    /// <summary>The topics that belong to a device: everything below <c>k3/v1/{site}/{device}/</c>.</summary>
    internal static string OwnTopics(string siteAndDevice) => Prefix + siteAndDevice + "/";
}
