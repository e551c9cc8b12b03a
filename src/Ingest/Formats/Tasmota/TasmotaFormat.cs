using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Tasmota;

/// <summary>
/// Tasmota: <c>tele/{device}/SENSOR</c>, <c>stat/{device}/STATUS8|STATUS10</c>. Each sensor of the device is an object; temperature
/// and pressure units stand at the top. Temperatures in °F are given in °C. Times are local, without a zone.
/// </summary>
internal sealed class TasmotaFormat : IMessageFormat
{
    private static readonly ValueRules Rules = new() { OnOff = true };

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["Humidity"] = "%RH",
        ["Gas"] = "kΩ",
        ["CarbonDioxide"] = "ppm",
        ["eCO2"] = "ppm",
        ["TVOC"] = "ppb",
        ["Illuminance"] = "lx",
        ["PM1"] = "µg/m³",
        ["PM2.5"] = "µg/m³",
        ["PM4"] = "µg/m³",
        ["PM10"] = "µg/m³",
        ["Voltage"] = "V",
        ["Current"] = "A",
        ["Power"] = "W",
        ["Total"] = "kWh",
        ["Today"] = "kWh",
        ["Yesterday"] = "kWh",
        ["Distance"] = "cm",
        ["UvPower"] = "W/m²",
        ["Frequency"] = "Hz",
        ["Formaldehyde"] = "ppb",
        ["HCHO"] = "ppb",
    };

    private static readonly HashSet<string> Heads = new(StringComparer.Ordinal) { "Time", "TempUnit", "PressureUnit", "SpeedUnit", "Epoch", "Id" };

    public string Name => "tasmota";

    public string Shape => "tele/{device}/SENSOR, stat/{device}/STATUS8 or STATUS10: {\"Time\",\"{sensor}\":{\"Temperature\"},\"TempUnit\"}";

    public Confidence Recognise(FieldMessage message)
    {
        bool tree = message.Levels.Count >= 3 && (message.Levels[0] is "tele" or "stat" || message.Levels[^2] is "tele" or "stat");
        if (message.Json is not { } json)
            return tree && message.Last is "LWT" ? Confidence.Certain : Confidence.None;
        JsonElement body = Body(json);
        if (body.Has("Time") && (tree || body.HasAny("TempUnit", "ENERGY")))
            return Confidence.Certain;
        return tree && message.Last is "RESULT" or "INFO1" or "INFO2" or "INFO3" or "STATE" or "STATUS" || (tree && message.Last.StartsWith("STATUS", StringComparison.Ordinal)) ? Confidence.Certain : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        string device = DeviceOf(message);
        if (message.Last == "LWT")
        {
            into.Metadata(device, $"status {(message.Text ?? "").ToLowerInvariant()}");
            return;
        }

        if (message.Json is not { } json)
        {
            into.Refuse("json.malformed", $"topic '{message.Topic}', read as tasmota: {message.JsonFault}");
            return;
        }

        JsonElement body = Body(json);
        if (message.Last is "STATE" or "RESULT" || !body.Has("Time"))
        {
            into.Metadata(device, "state of the device, no measurement");
            return;
        }

        new Sensors(message.Time(body, "Time"), body, into).Walk(device, body);
    }

    private static JsonElement Body(JsonElement json) => json.Inner("StatusSNS") ?? json;

    /// <summary>The levels between the prefix and the last one, in either order of prefix and device.</summary>
    private static string DeviceOf(FieldMessage message)
    {
        if (message.Levels.Count < 3)
            return message.Levels.Count == 2 ? message.Levels[0] : message.Last;
        return message.Levels[0] is "tele" or "stat" ? string.Join('/', message.Levels.Skip(1).SkipLast(1)) : string.Join('/', message.Levels.SkipLast(2));
    }

    private sealed class Sensors(Stamp stamp, JsonElement body, Readings into)
    {
        private readonly bool fahrenheit = body.Word("TempUnit") is "F";
        private readonly string pressure = body.Word("PressureUnit") ?? "hPa";
        private readonly string? speed = body.Word("SpeedUnit");

        public void Walk(string device, JsonElement holder)
        {
            foreach (JsonProperty member in holder.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Object)
                    Walk($"{device}/{member.Name}", member.Value);
                else if (member.Value.ValueKind == JsonValueKind.Array)
                    List(device, member);
                else if (!Heads.Contains(member.Name) && member.Name != "TotalStartTime")
                    One(device, member.Name, member.Value);
            }
        }

        private void List(string device, JsonProperty member)
        {
            foreach ((int index, JsonElement item) in member.Value.EnumerateArray().Index())
            {
                string name = FormattableString.Invariant($"{member.Name}.{index}");
                if (item.ValueKind == JsonValueKind.Object)
                    Walk($"{device}/{name}", item);
                else if (item.IsScalar())
                    One(device, name, item);
            }
        }

        private void One(string device, string name, JsonElement value)
        {
            ReadValue read = ValueReader.Read(value, name, Rules);
            string kind = name.Split('.')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            if (kind is "Temperature" or "DewPoint" or "ObjTemp" or "AmbTemp" or "TempTarget")
                into.Add(device, name, Probe(device, Celsius(read, name)), "°C", stamp);
            else
                into.Add(device, name, read, kind is "Pressure" or "SeaPressure" or "QNH" ? pressure : kind == "Speed" ? speed : Units.GetValueOrDefault(name) ?? Units.GetValueOrDefault(kind), stamp);
        }

        private ReadValue Celsius(ReadValue read, string name)
        {
            if (read.Value.Number is not { } number)
                return read;
            double celsius = fahrenheit ? Math.Round((number - 32) / 1.8, 2) : number;
            return celsius is < -273.15 or > 2000 ? ReadValue.Refuse(FormattableString.Invariant($"{number} cannot be a {name}")) : read with { Value = Scalar.Of(celsius) };
        }

        /// <summary>A DS18B20 that lost its power says 85 °C: it may be hot, but that proves nothing.</summary>
        private static ReadValue Probe(string device, ReadValue read) =>
            read.Value.Number is 85 && device.Contains("DS18B20", StringComparison.Ordinal)
                ? read with { Flags = read.Flags | SampleFlags.Uncertain, Reason = "value.suspicious: 85 is also what the probe says after a loss of power" }
                : read;
    }
}
