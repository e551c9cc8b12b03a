using System.Globalization;
using System.Text.Json;

namespace K3Monitor.Ingest.Formats.SensorCommunity;

/// <summary>Sensor.Community firmware: P1 is PM10, P2 is PM2.5, pressure is in Pa. <c>age</c> tells how many seconds ago it was measured.</summary>
internal sealed class SensorCommunityFormat() : JsonFormat("sensor-community", "{\"esp8266id\",\"sensordatavalues\":[{\"value_type\",\"value\"}]}")
{
    private static readonly Dictionary<string, (string Name, string? Unit)> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["P0"] = ("PM1", "µg/m³"),
        ["P1"] = ("PM10", "µg/m³"),
        ["P2"] = ("PM2.5", "µg/m³"),
        ["P4"] = ("PM4", "µg/m³"),
        ["temperature"] = ("temperature", "°C"),
        ["humidity"] = ("humidity", "%RH"),
        ["pressure"] = ("pressure", "Pa"),
        ["LAeq"] = ("LAeq", "dB(A)"),
        ["LA_min"] = ("LA_min", "dB(A)"),
        ["LA_max"] = ("LA_max", "dB(A)"),
        ["noise_LAeq"] = ("LAeq", "dB(A)"),
        ["noise_LA_min"] = ("LA_min", "dB(A)"),
        ["noise_LA_max"] = ("LA_max", "dB(A)"),
        ["signal"] = ("signal", "dBm"),
        ["co2_ppm"] = ("CO2", "ppm"),
    };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.List("sensordatavalues") is { } list && list.EnumerateArray().All(v => v.Has("value_type", "value")) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("esp8266id", "esp32id", "sensor", "chipid") ?? message.Last;
        Stamp stamp = TimeOf(message, json);
        JsonElement[] items = [.. json.List("sensordatavalues")?.Items() ?? []];

        // Two sensors of one kind are two channels, each under its full name.
        HashSet<string> twice = [.. items.Select(i => i.Named("value_type")).OfType<string>().Select(t => Meaning(t).Name).CountBy(n => n).Where(n => n.Value > 1).Select(n => n.Key)];
        foreach (JsonElement item in items)
        {
            if (item.Named("value_type") is not { } type || item.Member("value") is not { } value)
                continue;
            (string name, string? unit) = Meaning(type);
            into.Value(device, twice.Contains(name) ? type : name, value, unit, stamp);
        }
    }

    private static (string Name, string? Unit) Meaning(string type)
    {
        int cut = type.IndexOf('_', StringComparison.Ordinal);
        string bare = cut > 0 ? type[(cut + 1)..] : type;
        return Names.TryGetValue(type, out var whole) ? whole : Names.TryGetValue(bare, out var known) ? known : (type, null);
    }

    private static Stamp TimeOf(FieldMessage message, JsonElement json)
    {
        if (json.Named("age") is not { } text || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double age) || age is < 0 or > 86_400)
            return message.Time(json, "timestamp");
        return Normalising.Times.TimeReader.Check(message.Received - TimeSpan.FromSeconds(age), message.Received, TimeSource.Device) with { Reason = $"time.age: {text} s before receipt" };
    }
}
