using System.Text.Json;

namespace K3Monitor.Ingest.Formats.LoRaWan;

/// <summary>What Milesight gateways publish after their own decoding: flat, with <c>devEUI</c>, without time or units; the units are those of the maker's decoders.</summary>
internal sealed class MilesightJsonFormat() : JsonFormat("milesight-json", "{\"devEUI\",\"temperature\",\"humidity\",\"co2\",…}")
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["temperature"] = "°C",
        ["humidity"] = "%RH",
        ["co2"] = "ppm",
        ["hcho"] = "mg/m³",
        ["pm2_5"] = "µg/m³",
        ["pm10"] = "µg/m³",
        ["pressure"] = "hPa",
        ["o3"] = "ppm",
        ["battery"] = "%",
        ["h2s"] = "ppm",
        ["nh3"] = "ppm",
        ["illumination"] = "lx",
        ["temperature_chn1"] = "°C",
        ["temperature_chn2"] = "°C",
    };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        !json.Has("devEUI") || json.HasAny("deviceName", "rxInfo", "object") ? Confidence.None
        : message.Topic.Contains("milesight", StringComparison.OrdinalIgnoreCase) ? Confidence.Certain
        : json.Members().Count(m => Units.ContainsKey(m.Name)) >= 2 ? Confidence.Likely
        : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Named("devEUI") is not { } device)
        {
            Misshapen(message, into);
            return;
        }

        Stamp stamp = message.Time(json, "time", message.Time(json, "timestamp"));
        foreach (JsonProperty member in json.EnumerateObject().Where(m => m.Value.IsScalar() && m.Name is not ("devEUI" or "time" or "timestamp" or "applicationID" or "gatewayTime")))
            into.Value(device, member.Name, member.Value, Units.GetValueOrDefault(member.Name), stamp);
    }
}
