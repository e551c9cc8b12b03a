using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Qingping;

/// <summary>Qingping air monitors: each value is an object with a status; anything but 0 makes it doubtful (battery aside, whose status tells charging).</summary>
internal sealed class QingpingFormat() : JsonFormat("qingping", "{\"mac\",\"sensorData\":[{\"co2\":{\"value\",\"status\"}}],\"timestamp\"}")
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["temperature"] = "°C",
        ["humidity"] = "%RH",
        ["co2"] = "ppm",
        ["pm25"] = "µg/m³",
        ["pm10"] = "µg/m³",
        ["noise"] = "dB",
        ["battery"] = "%",
        ["pressure"] = "kPa",
    };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.List("sensorData") is { } data && data.EnumerateArray().All(d => d.Members().All(m => m.Value.ValueKind == JsonValueKind.Object)) ? Confidence.Certain
        : message.Levels[0] == "qingping" && json.HasAny("type", "cmd") ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("mac") ?? (message.Levels.Count >= 2 ? message.Levels[^2] : message.Last);
        if (json.List("sensorData") is not { } data)
        {
            into.Ignore(device, "a message without measurements");
            return;
        }

        Stamp outer = message.Time(json, "timestamp");
        foreach (JsonElement entry in data.EnumerateArray())
        {
            Stamp stamp = entry.Inner("timestamp") is { } own ? message.Time(own, "value", outer) : outer;
            foreach (JsonProperty member in entry.Members().Where(m => m.Name != "timestamp"))
                One(device, member, stamp, into);
        }
    }

    private static void One(string device, JsonProperty member, Stamp stamp, Readings into)
    {
        if (member.Value.Member("value") is not { } value)
            return;
        ReadValue read = ValueReader.Read(value, member.Name, ValueRules.General);
        if (member.Name != "battery" && member.Value.Whole("status") is { } status and not 0)
            read = read with { Flags = read.Flags | SampleFlags.Uncertain, Reason = FormattableString.Invariant($"quality.status: {status}") };
        into.Add(device, member.Name, read, Units.GetValueOrDefault(member.Name), stamp);
    }
}
