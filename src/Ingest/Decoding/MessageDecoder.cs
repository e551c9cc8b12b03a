using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Decoding;

/// <summary>Shows what ingest would make of one message, by the code that ingest itself uses, and keeps nothing.</summary>
/// <remarks>Safe from any thread; never throws on a payload.</remarks>
public static class MessageDecoder
{
    /// <summary>Decodes a message.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="received">When it is taken to have arrived.</param>
    /// <param name="device">The device as it is configured; null decodes the values as they came.</param>
    /// <param name="options">What is known of the source; null: nothing.</param>
    /// <returns>At least one row.</returns>
    public static IReadOnlyList<DecodeRow> Decode(string topic, ReadOnlySpan<byte> payload, Instant received, DeviceTopology? device, DecodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(topic);
        options ??= new DecodeOptions();
        if (NativeFormat.Recognise(topic) is { } native && options.Format is null or NativeFormat.Name)
            return Native(native, payload, received, device);
        return options.Format == NativeFormat.Name || topic.StartsWith(NativeFormat.Prefix, StringComparison.Ordinal)
            ? [DecodeRow.Refused(null, new Refusal("topic.unknown", $"native topics are {NativeFormat.Topics}"))]
            : Field(topic, payload, received, device, options);
    }

    private static List<DecodeRow> Field(string topic, ReadOnlySpan<byte> payload, Instant received, DeviceTopology? device, DecodeOptions options)
    {
        var into = new Readings();
        using var message = new FieldMessage(topic, payload.ToArray(), received, new MessageSource(options.Zone, options.Memory));
        FieldDecoder.Decode(message, options.Declared(topic), into);
        if (options.Topology is { } topology)
            return FieldRows.Of(topology, options, into, received);
        var rows = new List<DecodeRow>(into.Items.Count + into.Refusals.Count);
        foreach (Reading reading in into.Items)
            rows.Add(DecodeRow.Of(reading));
        string? name = into.Items.FirstOrDefault(r => r.Device is not null)?.Device;
        rows.AddRange(into.Refusals.Select(r => DecodeRow.Refused(name, r)));
        return rows;
    }

    private static List<DecodeRow> Native(DeviceTopic topic, ReadOnlySpan<byte> payload, Instant received, DeviceTopology? device)
    {
        string name = $"{topic.Site}/{topic.Device}";
        return topic.Kind switch
        {
            TopicKind.Telemetry => Telemetry(name, payload, received, device),
            _ when payload.IsEmpty => [DecodeRow.Remark("ignored", name, "an empty payload only clears a retained message")],
            TopicKind.Status => [Status(name, payload)],
            _ => [Info(name, payload)],
        };
    }

    private static List<DecodeRow> Telemetry(string name, ReadOnlySpan<byte> payload, Instant received, DeviceTopology? device)
    {
        var decoded = new Decoded();
        var ready = new List<ReadySample>();
        NativeFormat.Decode(payload, received, decoded);
        if (device is not null)
            Normaliser.Normalise(decoded, device, received, ready);
        decoded.End();
        List<DecodeRow> rows = device is null
            ? [.. decoded.Values.Select(v => Raw(name, v, received))]
            : Canonical(name, device, ready);
        rows.AddRange(decoded.Refusals.Select(r => DecodeRow.Refused(name, r)));
        return rows;
    }

    private static DecodeRow Raw(string name, in DecodedValue value, Instant received)
    {
        SampleFlags flags = value.Flags | Normaliser.Clock(value.Time, received);
        return DecodeRow.Sample(name, value.Channel, value.Value, null, value.Time ?? received, flags);
    }

    private static List<DecodeRow> Canonical(string name, DeviceTopology device, List<ReadySample> ready)
    {
        Dictionary<int, ChannelTopology> channels = device.Channels.Values.ToDictionary(c => c.ChannelId);
        return [.. ready.Select(r =>
        {
            ChannelTopology channel = channels[r.Sample.ChannelId];
            return DecodeRow.Sample(name, channel.Name, r.Sample.Sample.Value, channel.Quantity!.Canonical.Symbol, r.Sample.Sample.Time, r.Sample.Sample.Flags);
        })];
    }

    private static DecodeRow Status(string name, ReadOnlySpan<byte> payload) =>
        DeviceStatus.Read(payload) is { } online
            ? DecodeRow.Remark("metadata", name, online ? "status online" : "status offline")
            : DecodeRow.Refused(name, DeviceStatus.Unknown);

    private static DecodeRow Info(string name, ReadOnlySpan<byte> payload)
    {
        (DeviceDescription? description, Refusal? refusal) = InfoDecoder.Decode(payload);
        return description is null
            ? DecodeRow.Refused(name, refusal!)
            : DecodeRow.Remark("metadata", name, $"describes the channels {string.Join(", ", description.Channels.Select(c => c.Name))}");
    }
}
