using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Decoding;

/// <summary>One line of what ingest makes of a message. What does not apply is null.</summary>
/// <param name="Status"><c>sample</c>, <c>ignored</c>, <c>quarantined</c> or <c>metadata</c>.</param>
/// <param name="Device"><c>site/device</c> by topic.</param>
/// <param name="Channel">The device's own name of the channel.</param>
/// <param name="Value">The value: in <paramref name="Unit"/> when that is known, else as it came.</param>
/// <param name="Unit">Symbol of the canonical unit; null when nothing is known of the channel.</param>
/// <param name="Time">When it was measured, or when the message arrived.</param>
/// <param name="TimeSource"><c>device</c>, <c>gateway</c> or <c>received</c>.</param>
/// <param name="Quality"><c>good</c>, <c>uncertain</c> or <c>bad</c>, then the other marks, separated by commas.</param>
/// <param name="Reason">Why it was refused or ignored, as <c>code: detail</c>; for metadata, what it says.</param>
public sealed record DecodeRow(
    string Status, string? Device, string? Channel, double? Value, string? Unit, Instant? Time, string? TimeSource, string? Quality, string? Reason);

/// <summary>Shows what ingest would make of one message, by the code that ingest itself uses, and keeps nothing.</summary>
/// <remarks>Pure; safe from any thread; never throws on a payload.</remarks>
public static class MessageDecoder
{
    /// <summary>Decodes a message.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="received">When it is taken to have arrived.</param>
    /// <param name="device">The device as it is configured; null decodes the values as they came, with no unit.</param>
    /// <returns>At least one row.</returns>
    public static IReadOnlyList<DecodeRow> Decode(string topic, ReadOnlySpan<byte> payload, Instant received, DeviceTopology? device)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (FormatCatalogue.Recognise(topic) is not { } found)
            return [Refused(null, new Refusal("topic.unknown", $"known topics are {string.Join("; ", FormatCatalogue.All.Select(f => f.Topics))}"))];
        string name = $"{found.Topic.Site}/{found.Topic.Device}";
        return found.Topic.Kind switch
        {
            TopicKind.Telemetry => Telemetry(found.Format, name, payload, received, device),
            _ when payload.IsEmpty => [Row("ignored", name, "an empty payload only clears a retained message")],
            TopicKind.Status => [Status(name, payload)],
            _ => [Info(name, payload)],
        };
    }

    private static List<DecodeRow> Telemetry(IMessageFormat format, string name, ReadOnlySpan<byte> payload, Instant received, DeviceTopology? device)
    {
        var decoded = new Decoded();
        var ready = new List<ReadySample>();
        format.Decode(payload, received, decoded);
        if (device is not null)
            Normaliser.Normalise(decoded, device, received, ready);
        decoded.End();
        List<DecodeRow> rows = device is null
            ? [.. decoded.Values.Select(v => Raw(name, v, received))]
            : Canonical(name, device, ready);
        rows.AddRange(decoded.Refusals.Select(r => Refused(name, r)));
        return rows;
    }

    private static DecodeRow Raw(string name, in DecodedValue value, Instant received)
    {
        SampleFlags flags = value.Flags | Normaliser.Clock(value.Time, received);
        return Sample(name, value.Channel, value.Value, null, value.Time ?? received, flags);
    }

    private static List<DecodeRow> Canonical(string name, DeviceTopology device, List<ReadySample> ready)
    {
        Dictionary<int, ChannelTopology> channels = device.Channels.Values.ToDictionary(c => c.ChannelId);
        return [.. ready.Select(r =>
        {
            ChannelTopology channel = channels[r.Sample.ChannelId];
            return Sample(name, channel.Name, r.Sample.Sample.Value, channel.Quantity!.Canonical.Symbol, r.Sample.Sample.Time, r.Sample.Sample.Flags);
        })];
    }

    private static DecodeRow Sample(string name, string channel, double value, string? unit, Instant time, SampleFlags flags) =>
        new("sample", name, channel, value, unit, time, (flags & SampleFlags.TimeOfReceipt) != 0 ? "received" : "device", Quality(flags), null);

    private static string Quality(SampleFlags flags)
    {
        string word = (flags & SampleFlags.Bad) != 0 ? "bad" : (flags & SampleFlags.Uncertain) != 0 ? "uncertain" : "good";
        IEnumerable<string> marks = Enum.GetValues<SampleFlags>()
            .Where(f => f is not (SampleFlags.None or SampleFlags.Bad or SampleFlags.Uncertain) && (flags & f) != 0)
            .Select(f => f.ToString());
        return string.Join(",", marks.Prepend(word));
    }

    private static DecodeRow Status(string name, ReadOnlySpan<byte> payload) =>
        DeviceStatus.Read(payload) is { } online
            ? Row("metadata", name, online ? "status online" : "status offline")
            : Refused(name, DeviceStatus.Unknown);

    private static DecodeRow Info(string name, ReadOnlySpan<byte> payload)
    {
        (DeviceDescription? description, Refusal? refusal) = InfoDecoder.Decode(payload);
        return description is null
            ? Refused(name, refusal!)
            : Row("metadata", name, $"describes the channels {string.Join(", ", description.Channels.Select(c => c.Name))}");
    }

    private static DecodeRow Refused(string? name, Refusal refusal) =>
        new("quarantined", name, refusal.Channel, null, null, null, null, null, $"{refusal.Reason}: {refusal.Detail}");

    private static DecodeRow Row(string status, string name, string reason) => new(status, name, null, null, null, null, null, null, reason);
}
