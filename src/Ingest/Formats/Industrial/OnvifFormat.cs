using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>ONVIF events in JSON: the first source is the device, the data are the values.</summary>
internal sealed class OnvifFormat() : JsonFormat("onvif", "{\"UtcTime\",\"Source\":{…},\"Data\":{…}}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Has("UtcTime") && json.Inner("Data") is not null ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Inner("Data") is not { } data)
        {
            Misshapen(message, into);
            return;
        }

        string device = json.Inner("Source")?.Members().Select(s => $"{s.Name} {s.Value.Text()}").FirstOrDefault() ?? message.Last;
        Stamp stamp = message.Time(json, "UtcTime", null, TimeSource.Device);
        foreach (JsonProperty value in data.EnumerateObject())
            into.Value(device, value.Name, value.Value, null, stamp);
    }
}
