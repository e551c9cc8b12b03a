using System.Text.Json;
using K3Monitor.Ingest.Formats.Plain;

namespace K3Monitor.Ingest.Formats.Clouds;

/// <summary>
/// Messages that a cloud wrapped: Azure IoT Hub and Event Grid (<c>body</c> with <c>systemProperties</c>), IoT Central exports
/// (<c>deviceId</c> with <c>telemetry</c>), AWS device shadows (<c>state.reported</c>). Within, the rules of plain JSON hold.
/// </summary>
internal sealed class EnvelopeFormat() : JsonFormat("cloud-envelope", "Azure {\"body\",\"systemProperties\"}, {\"deviceId\",\"telemetry\"}; AWS {\"state\":{\"reported\"}}; devices/{id}/messages/events/")
{
    private const string AzureDevice = "iothub-connection-device-id";
    private const string AzureTime = "iothub-enqueuedtime";

    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        JsonElement data = json.Inner("data") ?? json;
        bool azure = data.Inner("systemProperties") is not null && data.HasAny("body");
        bool central = json.Inner("telemetry") is not null && json.Has("deviceId");
        bool shadow = json.Inner("state")?.HasAny("reported", "desired") == true;
        bool topic = message.Levels is ["devices", _, "messages", "events", ..] or ["$aws", "things", _, "shadow", ..];
        return azure || central || shadow || topic ? Confidence.Certain : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        JsonElement data = json.Inner("data") ?? json;
        if (data.Inner("systemProperties") is { } system && data.Member("body") is { } body)
            Azure(message, system, body, into);
        else if (json.Inner("telemetry") is { } telemetry && json.Named("deviceId") is { } device)
            new PlainReader(message, into).Read(telemetry, device, message.Time(json, "enqueuedTime", null, TimeSource.Gateway));
        else if (json.Inner("state") is { } state)
            Shadow(message, json, state, into);
        else
            new PlainReader(message, into).Read(json, message.Levels.Count > 1 ? message.Levels[1] : message.Last, message.Arrival);
    }

    private static void Azure(FieldMessage message, JsonElement system, JsonElement body, Readings into)
    {
        string device = system.Named(AzureDevice, "connectionDeviceId") ?? message.Last;
        Stamp stamp = message.Time(system, AzureTime, message.Time(system, "enqueuedTime", null, TimeSource.Gateway), TimeSource.Gateway);
        if (body.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            new PlainReader(message, into).Read(body, device, stamp);
            return;
        }

        try
        {
            // Event Grid gives a body that was not declared as JSON in Base64.
            using JsonDocument inner = JsonDocument.Parse(BinaryText.FromBase64(body.Text() ?? "-") ?? [], new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            new PlainReader(message, into).Read(inner.RootElement, device, stamp);
        }
        catch (JsonException e)
        {
            into.Refuse("json.malformed", $"{device}: the body is no JSON: {e.Message}");
        }
    }

    private static void Shadow(FieldMessage message, JsonElement json, JsonElement state, Readings into)
    {
        string device = message.Levels is ["$aws", "things", var thing, ..] ? thing : json.Named("thingName", "clientId") ?? message.Last;
        if (state.Inner("reported") is not { } reported)
        {
            into.Ignore(device, "a shadow without reported values");
            return;
        }

        Stamp outer = message.Time(json, "timestamp", null, TimeSource.Gateway);
        JsonElement? times = json.Inner("metadata")?.Inner("reported");
        foreach (JsonProperty member in reported.EnumerateObject())
        {
            Stamp stamp = times?.Inner(member.Name) is { } own ? message.Time(own, "timestamp", outer, TimeSource.Gateway) : outer;
            if (member.Value.IsScalar())
                into.Value(device, member.Name, member.Value, UnitInName.Of(member.Name), stamp);
            else
                new PlainReader(message, into).Walk(device, member.Name, member.Value, stamp);
        }
    }
}
