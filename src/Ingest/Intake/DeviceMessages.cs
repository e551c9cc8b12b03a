using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake;

/// <summary>
/// Takes what comes with a device's own credential, over the embedded broker or by HTTP: native messages as such, all others as
/// messages of the field. Which topics the credential reaches is decided here for both.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class DeviceMessages(MessageIntake native, FieldIntake field, FieldDoors doors)
{
    /// <summary>Whether a topic is below the device's own: <c>k3/v1/{site}/{device}/</c>.</summary>
    public static bool IsOwn(DeviceTopology device, string topic) => topic.StartsWith(NativeFormat.OwnTopics(device.Path), StringComparison.Ordinal);

    /// <summary>Whether a topic was granted to the device beside its own.</summary>
    public static bool IsGranted(DeviceTopology device, string topic) =>
        device.TopicFilters.Count > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0 && device.TopicFilters.Any(f => TopicFilters.Covers(f, topic));

    /// <summary>Takes a message on a topic that is the device's own or granted.</summary>
    /// <param name="topology">Everything that is known of devices.</param>
    /// <param name="device">The device that brought it.</param>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="format">Format that the sender states; null for what is declared for the device.</param>
    /// <param name="askRebirth">Asks a Sparkplug node to describe itself anew; null where nothing can be sent.</param>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public FieldTaken Take(
        TopologySnapshot topology, DeviceTopology device, string topic, ReadOnlyMemory<byte> payload, Instant received, string? format = null, Action<string>? askRebirth = null)
    {
        string? stated = format ?? device.Format;
        return NativeFormat.Recognise(topic) is { } found && (found.Kind != TopicKind.Telemetry || stated is null or NativeFormat.Name)
            ? new FieldTaken(native.Take(device, topic, payload.Span, received, out int accepted, out IReadOnlyList<Refusal> refusals), accepted, refusals)
            : field.Take(topology, doors.OfDevice(device, stated) with { AskRebirth = askRebirth }, topic, payload, received);
    }

    /// <summary>Keeps a message that the device may not send; nothing of it is decoded.</summary>
    /// <returns>Ends when it is durable; fails when it will not be.</returns>
    public Task Refuse(DeviceTopology device, string topic, ReadOnlySpan<byte> payload, Instant received, Refusal refusal) =>
        native.Refuse(device, topic, payload, received, refusal);
}
