using System.Text.Json;

namespace K3Monitor.Ingest.Formats.GasDetectors;

/// <summary>Blackline Safety's push messages: alerts and states of worn devices. They are events and hold no measurement.</summary>
internal sealed class BlacklineFormat() : JsonFormat("blackline", "{\"alert\":{\"id\",\"type\",\"status\"}} or {\"device\":{\"date_last_seen\",…}}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Inner("alert")?.Has("id", "type") == true || json.Inner("device")?.HasAny("date_last_seen", "date_last_seen_utc") == true ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Inner("alert") is { } alert)
        {
            string gas = alert.Named("gas_type") is { } type ? $" of {type}" : "";
            into.Metadata(alert.Named("device_id"), $"event: alert {alert.Named("id")}, {alert.Named("type")}{gas}, {alert.Named("status")}", null, default, message.Time(alert, "date_created_utc", message.Time(alert, "date_created")));
        }
        else if (json.Inner("device") is { } device)
        {
            string state = device.Flag("is_online") switch { true => "status online", false => "status offline", _ => "state of the device" };
            Stamp stamp = device.HasAny("date_last_seen_utc") ? message.Time(device.AnyMember("date_last_seen_utc")!.Value, TimeSource.Device, TimeZoneInfo.Utc) : message.Time(device, "date_last_seen");
            into.Metadata(device.Named("id"), $"event: {state}", null, default, stamp);
        }
        else
        {
            Misshapen(message, into);
        }
    }
}
