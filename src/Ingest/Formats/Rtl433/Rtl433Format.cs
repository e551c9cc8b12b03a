using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Rtl433;

/// <summary>
/// rtl_433: events as JSON, or a tree of topics with one value each. Model, id and radio channel together are the device: an id alone is not
/// unique. Units stand in the names. Times are local unless they say otherwise.
/// </summary>
internal sealed class Rtl433Format : IMessageFormat
{
    private static readonly HashSet<string> Heads = new(StringComparer.Ordinal) { "time", "model", "id", "channel", "subtype", "msg_type", "mic", "protocol", "mod", "freq", "freq1", "freq2", "rssi", "snr", "noise", "sequence_num", "type", "brand", "unit", "data", "raw_msg", "code", "button", "flags" };

    private static readonly (string Suffix, string Unit)[] Suffixes =
    [
        ("temperature_C", "°C"), ("temperature_F", "°F"), ("_C", "°C"), ("_F", "°F"), ("_hPa", "hPa"), ("_kPa", "kPa"), ("_PSI", "psi"), ("_mm", "mm"), ("_in", "in"), ("_km_h", "km/h"), ("_m_s", "m/s"), ("_mi_h", "mph"),
        ("_mV", "mV"), ("_V", "V"), ("_kWh", "kWh"), ("_W", "W"), ("_A", "A"), ("_lux", "lx"), ("_deg", "°"), ("_ug_m3", "µg/m³"), ("_ppm", "ppm"), ("_ppb", "ppb"), ("_dB", "dB"),
    ];

    public string Name => "rtl_433";

    public string Shape => "{\"time\",\"model\",\"id\",\"temperature_C\"}; rtl_433/…/{model}/{id}/{name} with a plain value";

    public Confidence Recognise(FieldMessage message)
    {
        bool topic = message.Levels[0] == "rtl_433";
        if (message.Json is { ValueKind: JsonValueKind.Object } json)
            return json.Has("model") && json.HasAny("id", "channel", "mic", "protocol", "subtype") && json.Has("time") ? topic ? Confidence.Certain : Confidence.Likely : topic ? Confidence.Likely : Confidence.None;
        return topic && !message.LooksLikeJson && message.Levels.Count >= 3 ? Confidence.Certain : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Json is { ValueKind: JsonValueKind.Object } json)
            Event(message, json, into);
        else if (message.LooksLikeJson || message.Text is not { } text || message.Levels.Count < 3)
            into.Refuse("json.malformed", $"topic '{message.Topic}', read as rtl_433: {message.JsonFault ?? "an object or one value is expected"}");
        else
            Leaf(message, text, into);
    }

    private static void Event(FieldMessage message, JsonElement json, Readings into)
    {
        string id = string.Join('/', new[] { json.Named("model")?.Replace('/', '-'), json.Named("id"), json.Named("channel") is { } channel ? $"ch{channel}" : null }.Where(p => p is not null));
        if (!json.Has("model"))
        {
            into.Ignore(null, "a state of the receiver, no measurement");
            return;
        }

        Stamp stamp = message.Time(json, "time");
        foreach (JsonProperty member in json.EnumerateObject().Where(m => !Heads.Contains(m.Name) && m.Value.IsScalar()))
            into.Value(id, member.Name, member.Value, UnitOf(member.Name), stamp);
    }

    private static void Leaf(FieldMessage message, string text, Readings into)
    {
        int devices = message.Levels.ToList().IndexOf("devices");
        string device = string.Join('/', message.Levels.Skip(devices >= 0 ? devices + 1 : 1).SkipLast(1));
        if (Heads.Contains(message.Last))
            into.Metadata(device, $"{message.Last} is {(text.Length > 60 ? text[..60] : text)}");
        else
            into.Text(device, message.Last, text, UnitOf(message.Last), message.Arrival);
    }

    private static string? UnitOf(string name)
    {
        foreach ((string suffix, string unit) in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                return unit;
        }

        return name is "humidity" ? "%RH" : name is "moisture" ? "%" : null;
    }
}
