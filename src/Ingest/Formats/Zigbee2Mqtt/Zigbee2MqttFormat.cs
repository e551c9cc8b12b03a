using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.Zigbee2Mqtt;

/// <summary>
/// Zigbee2MQTT: <c>zigbee2mqtt/{friendly name}</c>. Units are those of its exposes where every device has the same; formaldehyde and
/// VOC have none, because models differ.
/// </summary>
internal sealed class Zigbee2MqttFormat : IMessageFormat
{
    private static readonly ValueRules Rules = new() { OnOff = true, CelsiusKnown = true };

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["temperature"] = "°C",
        ["local_temperature"] = "°C",
        ["device_temperature"] = "°C",
        ["dew_point"] = "°C",
        ["soil_temperature"] = "°C",
        ["humidity"] = "%RH",
        ["soil_moisture"] = "%",
        ["pressure"] = "hPa",
        ["co2"] = "ppm",
        ["pm25"] = "µg/m³",
        ["pm10"] = "µg/m³",
        ["pm1"] = "µg/m³",
        ["illuminance_lux"] = "lx",
        ["battery"] = "%",
        ["power"] = "W",
        ["current"] = "A",
        ["energy"] = "kWh",
        ["co"] = "ppm",
        ["gas_value"] = "%LEL",
    };

    private static readonly HashSet<string> Heads = new(StringComparer.Ordinal) { "last_seen", "device", "update", "update_available", "elapsed" };

    public string Name => "zigbee2mqtt";

    public string Shape => "zigbee2mqtt/{friendly name}: {\"temperature\",\"humidity\",…,\"linkquality\"}";

    public Confidence Recognise(FieldMessage message)
    {
        bool topic = message.Levels.Count >= 2 && message.Levels[0].StartsWith("zigbee2mqtt", StringComparison.OrdinalIgnoreCase);
        bool shape = message.Json is { ValueKind: JsonValueKind.Object } json && json.Has("linkquality");
        return topic ? Confidence.Certain : shape ? Confidence.Likely : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        bool topic = message.Levels.Count >= 2 && message.Levels[0].StartsWith("zigbee2mqtt", StringComparison.OrdinalIgnoreCase);
        string[] name = [.. topic ? message.Levels.Skip(1) : message.Levels.TakeLast(1)];
        if (name[0] == "bridge")
            into.Ignore(null, "what the bridge says of itself");
        else if (name.Length > 1 && name[^1] == "availability")
            into.Ignore(string.Join('/', name.SkipLast(1)), "availability, no measurement");
        else if (name.Length > 1 && name[^1] is "set" or "get")
            into.Ignore(string.Join('/', name.SkipLast(1)), "a command to the device");
        else if (message.Json is { ValueKind: JsonValueKind.Object } json)
            Values(message, string.Join('/', name), json, into);
        else if (message is { LooksLikeJson: false, Text: { } text } && name.Length > 1)
            into.Text(string.Join('/', name.SkipLast(1)), name[^1], text, UnitOf(name[^1], text), message.Arrival, rules: Rules);
        else
            into.Refuse("json.malformed", $"topic '{message.Topic}', read as zigbee2mqtt: {message.JsonFault ?? "an object is expected"}");
    }

    private static void Values(FieldMessage message, string device, JsonElement json, Readings into)
    {
        Stamp stamp = message.Time(json, "last_seen");
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (Heads.Contains(member.Name))
                continue;
            if (member.Value.IsScalar())
                into.Value(device, member.Name, member.Value, UnitOf(member.Name, member.Value.Text()), stamp, rules: Rules);
            else
                Inner(device, member, stamp, into);
        }
    }

    private static void Inner(string device, JsonProperty member, Stamp stamp, Readings into)
    {
        foreach (JsonProperty part in member.Value.Members().Where(p => p.Value.IsScalar()))
            into.Value(device, $"{member.Name}.{part.Name}", part.Value, null, stamp, rules: Rules);
    }

    /// <summary>Batteries give millivolts, plugs volts: four digits are the former.</summary>
    private static string? UnitOf(string name, string? value) =>
        name != "voltage" ? Units.GetValueOrDefault(name)
        : value is { Length: 4 } && !value.Contains('.', StringComparison.Ordinal) ? "mV"
        : null;
}
