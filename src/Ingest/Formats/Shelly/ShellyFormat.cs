using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.Shelly;

/// <summary>
/// Shelly, second generation and later (<c>{id}/events/rpc</c>, <c>{id}/status/{component}</c>) and first (<c>shellies/{id}/…</c>). Of a
/// temperature that is sent in two units, the one in °C is taken, once.
/// </summary>
internal sealed class ShellyFormat : IMessageFormat
{
    private static readonly ValueRules Rules = new() { OnOff = true, CelsiusKnown = true };
    private static readonly HashSet<string> Settings = new(StringComparer.Ordinal) { "ble", "cloud", "mqtt", "sys", "wifi", "ht_ui", "ws", "eth", "script", "modbus", "plugs_ui", "matter", "bthome", "id", "ts", "source", "errors", "minute_ts", "by_minute" };

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["tC"] = "°C",
        ["tF"] = "°F",
        ["rh"] = "%RH",
        ["lux"] = "lx",
        ["voltage"] = "V",
        ["current"] = "A",
        ["apower"] = "W",
        ["freq"] = "Hz",
        ["V"] = "V",
        ["percent"] = "%",
        ["total"] = "Wh",
        ["act_power"] = "W",
        ["total_act"] = "Wh",
    };

    private static readonly Dictionary<string, string> FirstUnits = new(StringComparer.Ordinal)
    {
        ["humidity"] = "%RH",
        ["battery"] = "%",
        ["lux"] = "lx",
        ["power"] = "W",
        ["voltage"] = "V",
    };

    public string Name => "shelly";

    public string Shape => "{id}/events/rpc {\"src\",\"method\":\"NotifyStatus\",\"params\"}; {id}/status/{component}; shellies/{id}/…";

    public Confidence Recognise(FieldMessage message)
    {
        if (message.Json is { ValueKind: JsonValueKind.Object } json && json.Has("src", "method", "params"))
            return Confidence.Certain;
        bool component = message.Levels.Count >= 3 && message.Levels[^2] == "status" && (message.Last.Contains(':', StringComparison.Ordinal) || Settings.Contains(message.Last)) && message.LooksLikeJson;
        return component || message.Levels is ["shellies", _, _, ..] ? Confidence.Certain : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Levels is ["shellies", ..])
            First(message, into);
        else if (message.Json is not { ValueKind: JsonValueKind.Object } json)
            into.Refuse("json.malformed", $"topic '{message.Topic}', read as shelly: {message.JsonFault ?? "an object is expected"}");
        else if (json.Named("src") is { } source && json.Inner("params") is { } parameters)
            Notified(message, source, json, parameters, into);
        else if (message.Levels.Count >= 3 && message.Levels[^2] == "status")
            Component(string.Join('/', message.Levels.SkipLast(2)), message.Last, json, message.Arrival, into);
        else
            into.Refuse("format.shape", $"topic '{message.Topic}': not of the shape of shelly");
        if (into.Items.Count == 0 && into.Refusals.Count == 0)
            into.Ignore(message.Levels[0], "settings and states of the device, no measurement");
    }

    private static void Notified(FieldMessage message, string source, JsonElement json, JsonElement parameters, Readings into)
    {
        if (json.Word("method") is not ("NotifyStatus" or "NotifyFullStatus"))
        {
            into.Metadata(source, $"an event ({json.Word("method")}), no measurement");
            return;
        }

        Stamp stamp = message.Time(parameters, "ts");
        foreach (JsonProperty part in parameters.EnumerateObject())
            Component(source, part.Name, part.Value, stamp, into);
    }

    private static void Component(string device, string component, JsonElement value, Stamp stamp, Readings into)
    {
        if (Settings.Contains(component.Split(':')[0]) || value.ValueKind != JsonValueKind.Object)
            return;
        Walk(device, component + " ", value, stamp, into);
    }

    private static void Walk(string device, string prefix, JsonElement holder, Stamp stamp, Readings into)
    {
        bool both = holder.Has("tC", "tF");
        foreach (JsonProperty member in holder.EnumerateObject().Where(m => !Settings.Contains(m.Name) && !(both && m.Name == "tF")))
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
                Walk(device, $"{prefix}{member.Name}.", member.Value, stamp, into);
            else if (member.Value.IsScalar())
                into.Value(device, prefix + member.Name, member.Value, Units.GetValueOrDefault(member.Name), stamp, rules: member.Name is "tF" ? ValueRules.General : Rules);
        }
    }

    private static void First(FieldMessage message, Readings into)
    {
        string device = message.Levels.Count > 1 ? message.Levels[1] : message.Last;
        string channel = string.Join('/', message.Levels.Skip(2));
        if (message.Last is "online" or "announce" or "command" or "info" or "input_event")
            into.Ignore(device, "states and commands of the device, no measurement");
        else if (message is { LooksLikeJson: false, Text: { } text })
            into.Text(device, channel, text, FirstUnits.GetValueOrDefault(message.Last), message.Arrival, rules: ValueRules.General with { OnOff = true });
        else
            into.Ignore(device, "settings and states of the device, no measurement");
    }
}
