using System.Text.Json;
using K3Monitor.Ingest.Formats.Plain;

namespace K3Monitor.Ingest.Formats.Loggers;

/// <summary>Cloud Studio: one value for an endpoint. By its manual a time without a zone is UTC and a concentration is in µg/m³. The access token is never kept.</summary>
internal sealed class CloudStudioFormat() : JsonFormat("cloud-studio", "{\"accessToken\",\"endpointID\",\"mqttMethod\",\"timestamp\",…}")
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal) { ["concentration"] = "µg/m³", ["temperature"] = "°C", ["humidity"] = "%RH" };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) => json.Has("endpointID", "mqttMethod") ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = $"endpoint {json.Named("endpointID") ?? message.Last}";
        Stamp stamp = json.Member("timestamp") is { } time && !time.IsBlank() ? message.Time(time, TimeSource.Device, TimeZoneInfo.Utc) : message.Arrival;
        foreach (JsonProperty member in json.Members().Where(m => m.Value.IsScalar() && !PlainNames.IsSecret(m.Name) && m.Name is not ("endpointID" or "timestamp" or "mqttMethod" or "mqttRID")))
            into.Value(device, member.Name, member.Value, Units.GetValueOrDefault(member.Name), stamp);
    }
}
