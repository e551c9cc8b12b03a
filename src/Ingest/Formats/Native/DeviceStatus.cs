namespace K3Monitor.Ingest.Formats.Native;

/// <summary>Reads <c>…/status</c>.</summary>
internal static class DeviceStatus
{
    /// <summary>What any other payload is refused with.</summary>
    public static Refusal Unknown { get; } = new("status.unknown", "a status is \"online\" or \"offline\"");

    /// <summary>Whether the device is online; null when the payload is neither word.</summary>
    public static bool? Read(ReadOnlySpan<byte> payload) =>
        payload.SequenceEqual("online"u8) ? true : payload.SequenceEqual("offline"u8) ? false : null;
}
