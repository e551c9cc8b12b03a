using System.Text.Json;

namespace K3Monitor.Ingest.Formats.ThingsBoard;

/// <summary>ThingsBoard's device and gateway telemetry: flat values, <c>{"ts","values"}</c>, or lists of those. Seconds and milliseconds are told apart by size.</summary>
internal sealed class ThingsBoardFormat() : JsonFormat("thingsboard", "v1/devices/me/telemetry, v1/gateway/telemetry; {\"ts\",\"values\":{…}} or a list of it")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool topic = message.Levels is ["v1", "devices", _, "telemetry" or "attributes", ..] or ["v1", "gateway", ..];
        bool shape = Timed(json) || (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 && json.EnumerateArray().All(Timed));
        return topic ? Confidence.Certain : shape ? Confidence.Likely : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (message.Levels is ["v1", "gateway", var kind, ..])
            Gateway(message, kind, json, into);
        else if (message.Last == "attributes")
            into.Metadata(DeviceOf(message), "attributes of the device");
        else
            Entries(message, DeviceOf(message), json, into);
    }

    private static bool Timed(JsonElement json) =>
        json.Has("ts") && json.Inner("values") is not null && json.Members().All(m => m.Name is "ts" or "values" or "metadata");

    private static string DeviceOf(FieldMessage message) => message.Levels is ["v1", "devices", var device, ..] ? device : message.Last;

    private void Gateway(FieldMessage message, string kind, JsonElement json, Readings into)
    {
        if (kind != "telemetry")
        {
            into.Metadata(null, $"the gateway's {kind}");
            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
            Misshapen(message, into);
        foreach (JsonProperty device in json.Members())
            Entries(message, device.Name, device.Value, into);
    }

    private static void Entries(FieldMessage message, string device, JsonElement json, Readings into)
    {
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            into.Refuse("format.shape", $"{device}: an object or a list is expected");
        foreach (JsonElement entry in json.ValueKind == JsonValueKind.Array ? json.Items() : [json])
        {
            Stamp stamp = entry.Has("values") ? message.Time(entry, "ts") : message.Arrival;
            Walk(device, "", entry.Inner("values") ?? entry, stamp, into);
        }
    }

    private static void Walk(string device, string prefix, JsonElement holder, Stamp stamp, Readings into)
    {
        foreach (JsonProperty member in holder.Members())
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
                Walk(device, $"{prefix}{member.Name}.", member.Value, stamp, into);
            else
                into.Value(device, prefix + member.Name, member.Value, UnitInName.Of(member.Name), stamp);
        }
    }
}
