using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan;

/// <summary>The Things Stack v3 by MQTT or webhook. Times are those of the network server.</summary>
internal sealed class ThingsStackFormat() : JsonFormat("tts-v3", "{\"end_device_ids\",\"uplink_message\"} on v3/{application}/devices/{device}/up")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) => json.Has("end_device_ids") ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Inner("end_device_ids") is not { } ids || ids.Named("device_id", "dev_eui") is not { } device)
        {
            Misshapen(message, into);
            return;
        }

        if (json.Inner("uplink_message") is not { } uplink)
        {
            into.Ignore(device, "an event of the network, no uplink");
            return;
        }

        Stamp outer = message.Time(json, "received_at", null, TimeSource.Gateway);
        Stamp stamp = json.HasAny("received_at") ? outer : message.Time(uplink, "received_at", outer, TimeSource.Gateway);
        JsonElement? version = uplink.Inner("version_ids");
        string hint = $"{version?.Word("brand_id")} {version?.Word("model_id")} {device} {message.Topic}";
        byte[]? bytes = uplink.Word("frm_payload") is { } text ? BinaryText.FromBase64(text) : null;
        new Uplink(device, stamp, uplink.Whole("f_cnt") ?? ChannelSample.NoSequence, uplink.Inner("decoded_payload"), bytes, hint).Give(message, into);
    }
}
