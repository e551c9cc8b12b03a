using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Rtl433;

/// <summary>BresserWeatherSensorReceiver: units are in the names, one of which is known to be wrong at times: no light exceeds 200 klx.</summary>
internal sealed class BresserFormat() : JsonFormat("bresser", "{\"id\",\"ch\",\"battery_ok\",\"temp_c\",\"humidity\",\"light_klx\"}")
{
    private const double BrightestKilolux = 200;

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["temp_c"] = "°C",
        ["humidity"] = "%RH",
        ["light_klx"] = "klx",
        ["light_lux"] = "lx",
        ["wind_gust"] = "m/s",
        ["wind_avg"] = "m/s",
        ["wind_dir"] = "°",
        ["rain"] = "mm",
        ["moisture"] = "%",
        ["pm2_5"] = "µg/m³",
        ["pm10"] = "µg/m³",
        ["co2_ppm"] = "ppm",
        ["hcho_ppb"] = "ppb",
    };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Has("id", "battery_ok") && json.HasAny("temp_c", "light_klx", "wind_avg", "moisture", "pm2_5") && !json.Has("model") ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("id") ?? message.Last;
        foreach (JsonProperty member in json.Members().Where(m => m.Name is not ("id" or "ch" or "ts" or "time") && m.Value.IsScalar()))
        {
            ReadValue read = ValueReader.Read(member.Value, member.Name, ValueRules.General);
            if (member.Name == "light_klx" && read.Value.Number > BrightestKilolux)
                read = read with { Flags = SampleFlags.Uncertain, Reason = "unit.impossible: no light has so many klx, the name of the unit is wrong" };
            into.Add(device, member.Name, read, Units.GetValueOrDefault(member.Name), message.Time(json, "ts", message.Time(json, "time")));
        }
    }
}
