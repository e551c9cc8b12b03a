using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Plain;

/// <summary>The names by which plain JSON tells what a member is. Comparison ignores case.</summary>
internal static class PlainNames
{
    private static readonly HashSet<string> TimeNames = Set(
        "ts", "time", "timestamp", "datetime", "date_time", "date", "utc", "utctime", "utc_time", "time_utc", "created_at", "createdat", "measured_at", "sampled_at", "recorded_at", "event_time",
        "eventtime", "last_seen", "lastseen", "sampletime", "timestamp_utc", "unixtime", "epoch", "@timestamp", "waktu");

    private static readonly HashSet<string> DeviceNames = Set(
        "deviceid", "device_id", "device", "devicename", "device_name", "deveui", "dev_eui", "mac", "macaddress", "mac_address", "serial", "serialno", "serial_no", "serialnumber", "serial_number", "sn",
        "sensorid", "sensor_id", "unit_id", "stationid", "station_id", "station", "id", "uid", "uuid", "imei", "node", "node_id", "endpointid", "meter");

    private static readonly HashSet<string> ChannelNames = Set("name", "channel", "measurand", "parameter", "param", "quantity", "type", "key", "gas", "n", "code", "metric", "tag", "measurement", "variable", "property", "sensor_type", "sensortype", "sensor");

    private static readonly HashSet<string> ValueNames = Set("value", "val", "v", "result", "reading", "measurementvalue");

    private static readonly HashSet<string> UnitNames = Set("unit", "units", "uom", "u", "satuan", "unit_of_measurement", "unitofmeasurement");

    private static readonly HashSet<string> Secrets = Set("accesstoken", "access_token", "token", "password", "passwd", "pwd", "secret", "apikey", "api_key", "key_secret", "authorization", "auth", "credential", "credentials");

    private static readonly HashSet<string> Heads = Set("seq", "sequence", "msgid", "message_id", "messageid", "mqttmethod", "mqttrid", "firmware", "fw", "version", "sw_version", "software_version", "model", "manufacturer", "ip", "ssid");

    public static bool IsTime(string name) => TimeNames.Contains(name);

    public static bool IsDevice(string name) => DeviceNames.Contains(name);

    public static bool IsChannel(string name) => ChannelNames.Contains(name);

    public static bool IsValue(string name) => ValueNames.Contains(name);

    public static bool IsUnit(string name) => UnitNames.Contains(name);

    /// <summary>What must never be shown or kept.</summary>
    public static bool IsSecret(string name) => Secrets.Contains(name);

    /// <summary>What says something of the message or device and is no measurement.</summary>
    public static bool IsHead(string name) => Heads.Contains(name);

    /// <summary>The first scalar member whose name is of a kind.</summary>
    public static JsonProperty? First(JsonElement holder, Func<string, bool> kind)
    {
        foreach (JsonProperty member in holder.Members())
        {
            if (member.Value.IsScalar() && kind(member.Name))
                return member;
        }

        return null;
    }

    private static HashSet<string> Set(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
