using System.Text.Json;

namespace K3Monitor.Ingest.Formats.SensorThings;

/// <summary>OGC SensorThings 1.1 observations: <c>{"result","phenomenonTime"}</c> on <c>v1.1/Datastreams(n)/Observations</c>.</summary>
internal sealed class SensorThingsFormat() : JsonFormat("sensorthings", "{\"phenomenonTime\",\"result\",\"Datastream\"}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool topic = message.Topic.Contains("Datastreams(", StringComparison.Ordinal) || message.Last == "Observations";
        return json.Has("result") && json.HasAny("phenomenonTime", "resultTime", "Datastream") ? topic || json.Has("phenomenonTime") ? Confidence.Certain : Confidence.Likely : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Member("result") is not { } result)
        {
            Misshapen(message, into);
            return;
        }

        JsonElement? stream = json.Inner("Datastream");
        string device = stream?.Inner("Thing")?.Named("name", "@iot.id") ?? stream?.Named("name", "@iot.id") ?? message.Levels.FirstOrDefault(l => l.StartsWith("Datastreams(", StringComparison.Ordinal)) ?? message.Last;
        string channel = stream?.Inner("ObservedProperty")?.Named("name") ?? stream?.Named("name") ?? "result";
        string? unit = stream?.Inner("unitOfMeasurement")?.Named("symbol", "name");
        string? time = json.Named("phenomenonTime", "resultTime")?.Split('/')[^1];
        Stamp stamp = time is null ? message.Arrival : Normalising.Times.TimeReader.Read(time, message.Received, message.Source.Zone, TimeSource.Device);
        if (result.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty part in result.EnumerateObject().Where(p => p.Value.IsScalar()))
                into.Value(device, part.Name, part.Value, null, stamp);
        }
        else
        {
            into.Value(device, channel, result, unit, stamp);
        }
    }
}
