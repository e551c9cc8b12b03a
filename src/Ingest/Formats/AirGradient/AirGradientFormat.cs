using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.AirGradient;

/// <summary>AirGradient monitors: <c>pm02</c> is PM2.5 and <c>pm01</c> PM1. −1 and −1000.99 are no reading. Indices and raw ticks have no unit.</summary>
internal sealed class AirGradientFormat() : JsonFormat("airgradient", "{\"serialno\",\"rco2\",\"pm02\",\"atmp\",\"rhum\"}")
{
    private static readonly ValueRules Rules = new() { Sentinels = [-1, -1000.99, -1001] };

    private static readonly Dictionary<string, (string Name, string? Unit)> Names = new(StringComparer.Ordinal)
    {
        ["rco2"] = ("CO2", "ppm"),
        ["pm01"] = ("PM1", "µg/m³"),
        ["pm02"] = ("PM2.5", "µg/m³"),
        ["pm10"] = ("PM10", "µg/m³"),
        ["pm02Compensated"] = ("PM2.5 compensated", "µg/m³"),
        ["pm01Standard"] = ("PM1 standard", "µg/m³"),
        ["pm02Standard"] = ("PM2.5 standard", "µg/m³"),
        ["pm10Standard"] = ("PM10 standard", "µg/m³"),
        ["atmp"] = ("temperature", "°C"),
        ["atmpCompensated"] = ("temperature compensated", "°C"),
        ["rhum"] = ("humidity", "%RH"),
        ["rhumCompensated"] = ("humidity compensated", "%RH"),
        ["tvocIndex"] = ("tvocIndex", null),
        ["noxIndex"] = ("noxIndex", null),
        ["tvocRaw"] = ("tvocRaw", null),
        ["noxRaw"] = ("noxRaw", null),
        ["pm003Count"] = ("pm003Count", null),
        ["wifi"] = ("wifi", "dBm"),
    };

    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool shape = json.HasAny("rco2", "pm02", "pm003Count") && json.HasAny("atmp", "rhum", "serialno");
        return shape && (json.Has("serialno") || message.Topic.Contains("airgradient", StringComparison.OrdinalIgnoreCase)) ? Confidence.Certain : shape ? Confidence.Likely : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("serialno", "serialNumber") ?? message.Last;
        Channels(message, device, "", json, into);
        foreach (JsonProperty head in json.Inner("channels")?.Members() ?? [])
            Channels(message, device, $"{head.Name}.", head.Value, into);
    }

    private static void Channels(FieldMessage message, string device, string prefix, JsonElement holder, Readings into)
    {
        foreach (JsonProperty member in holder.Members().Where(m => m.Value.IsScalar()))
        {
            if (Names.TryGetValue(member.Name, out (string Name, string? Unit) known))
                into.Value(device, prefix + known.Name, member.Value, known.Unit, message.Arrival, rules: known.Name == "wifi" ? ValueRules.General : Rules);
        }
    }
}
