using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan;

/// <summary>Actility ThingPark. Numbers may all be text; <c>Late</c> tells a buffered uplink.</summary>
internal sealed class ThingParkFormat() : JsonFormat("thingpark", "{\"DevEUI_uplink\":{\"Time\",\"DevEUI\",\"payload_hex\"}}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Members().Any(m => m.Name.StartsWith("DevEUI_", StringComparison.Ordinal)) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Inner("DevEUI_uplink") is not { } uplink)
        {
            into.Ignore(json.Members().Select(m => m.Value.Named("DevEUI")).FirstOrDefault(), "an event of the network, no uplink");
            return;
        }

        if (uplink.Named("DevEUI") is not { } device)
        {
            Misshapen(message, into);
            return;
        }

        Stamp stamp = message.Time(uplink, "Time", null, TimeSource.Gateway);
        if (uplink.Whole("Late") is 1)
            stamp = stamp with { Flags = stamp.Flags | SampleFlags.Late };
        JsonElement? driver = uplink.Inner("DriverCfg");
        string hint = $"{driver?.Inner("mod")?.Word("pId")} {driver?.Inner("mod")?.Word("mId")} {uplink.Inner("CustomerData")?.Inner("alr")?.Word("pro")} {message.Topic}";
        byte[]? bytes = uplink.Word("payload_hex") is { } hex ? BinaryText.FromHex(hex) : null;
        new Uplink(device, stamp, uplink.Whole("FCntUp") ?? ChannelSample.NoSequence, uplink.Inner("payload"), bytes, hint).Give(message, into);
    }
}
