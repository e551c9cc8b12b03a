using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Plain;

/// <summary>JSON of no known format: the last resort, with every value under its own name and no unit that is not stated.</summary>
internal sealed class PlainJsonFormat() : JsonFormat("json", "any JSON object or list of objects with values; nothing else claims it")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.ValueKind == JsonValueKind.Object || (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 && json.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Object))
            ? Confidence.Fallback : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into) => new PlainReader(message, into).Read(json, DeviceOf(message, json), message.Arrival);

    /// <summary>The member that names the device; otherwise the last level of the topic that names no value of the message.</summary>
    internal static string DeviceOf(FieldMessage message, JsonElement json)
    {
        if (PlainNames.First(json, PlainNames.IsDevice) is { } named && named.Value.Text() is { Length: > 0 } device)
            return device;
        bool isChannel = json.Members().Any(m => m.Name.Equals(message.Last, StringComparison.OrdinalIgnoreCase));
        return message.Levels.Count > 1 && (isChannel || message.Last is "json" or "data" or "telemetry" or "state" or "status" or "up" or "uplink") ? message.Levels[^2] : message.Last;
    }
}
