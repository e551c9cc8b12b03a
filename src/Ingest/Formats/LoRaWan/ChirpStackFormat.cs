using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan;

/// <summary>ChirpStack v4 and v3. Times are those of the network server or a gateway.</summary>
internal sealed class ChirpStackFormat() : JsonFormat("chirpstack", "v4 {\"deviceInfo\",\"object\"}; v3 {\"devEUI\",\"deviceName\",\"object\" or \"objectJSON\"}; application/{id}/device/{eui}/event/up")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool topic = message.Levels is ["application", _, "device", _, "event" or "rx", ..] or ["application", _, "device", _, "rx"];
        bool four = json.Inner("deviceInfo")?.Has("devEui") == true;
        bool three = json.Has("devEUI", "deviceName") && json.HasAny("applicationID", "rxInfo", "fCnt");
        return four || three ? Confidence.Certain : topic ? Confidence.Likely : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        JsonElement ids = json.Inner("deviceInfo") ?? json;
        if (ids.Named("deviceName", "devEui", "devEUI") is not { } device)
        {
            Misshapen(message, into);
            return;
        }

        string? kind = message.Levels is ["application", _, "device", _, "event", var e] ? e : null;
        if (kind is not (null or "up") || !json.HasAny("fCnt", "object", "objectJSON", "data"))
        {
            into.Metadata(device, kind is "status" ? "the network's status of the device" : "an event of the network, no uplink");
            return;
        }

        string hint = $"{ids.Word("deviceProfileName")} {device} {message.Topic}";
        byte[]? bytes = json.Word("data") is { } text ? BinaryText.FromBase64(text) : null;
        JsonElement? decoded = json.Inner("object");
        using JsonDocument? inner = decoded is null && json.Word("objectJSON") is { Length: > 0 } written ? Parse(written) : null;
        new Uplink(device, TimeOf(message, json), json.Whole("fCnt") ?? ChannelSample.NoSequence, decoded ?? inner?.RootElement, bytes, hint).Give(message, into);
    }

    private static Stamp TimeOf(FieldMessage message, JsonElement json) =>
        json.Member("time") is { } time && !time.IsBlank() ? message.Time(time, TimeSource.Gateway)
        : json.List("rxInfo")?.Items().FirstOrDefault(i => i.HasAny("time")) is { ValueKind: JsonValueKind.Object } gateway ? message.Time(gateway, "time", null, TimeSource.Gateway)
        : message.Arrival;

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
