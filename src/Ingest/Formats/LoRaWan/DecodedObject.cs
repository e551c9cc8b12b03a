using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan;

/// <summary>An uplink as all network servers have it: who, when, which number, and what the network decoded or did not.</summary>
internal sealed record Uplink(string Device, Stamp Stamp, long Sequence, JsonElement? Object, byte[]? Bytes, string Hint);

/// <summary>Gives out the object that a network server's decoder made, or the bytes when it made none.</summary>
internal static class DecodedObject
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        // Dragino's decoders.
        ["TempC_SHT"] = "°C",
        ["TempC_DS"] = "°C",
        ["TempC1"] = "°C",
        ["TempC2"] = "°C",
        ["TempC3"] = "°C",
        ["temp_SOIL"] = "°C",
        ["temp_DS18B20"] = "°C",
        ["Hum_SHT"] = "%RH",
        ["water_SOIL"] = "%",
        ["water_SOIL_f"] = "%",
        ["conduct_SOIL"] = "µS/cm",
        ["BatV"] = "V",
        ["Bat_V"] = "V",
        ["ILL_lx"] = "lx",
    };

    private static readonly Dictionary<string, string> SenseCap = new(StringComparer.Ordinal)
    {
        // Measurement ids of SenseCAP (Seeed).
        ["4097"] = "°C",
        ["4098"] = "%RH",
        ["4099"] = "lx",
        ["4100"] = "ppm",
        ["4101"] = "Pa",
        ["4102"] = "°C",
        ["4103"] = "%",
        ["4104"] = "°",
        ["4105"] = "m/s",
        ["4108"] = "dS/m",
        ["4152"] = "V",
    };

    public static void Give(this Uplink uplink, FieldMessage message, Readings into)
    {
        if (uplink.Object is { ValueKind: JsonValueKind.Object } made && made.EnumerateObject().Any())
        {
            Stamp stamp = made.Whole("err") is { } fault and not 0
                ? uplink.Stamp with { Flags = uplink.Stamp.Flags | SampleFlags.Uncertain, Reason = FormattableString.Invariant($"payload.err: {fault}") }
                : uplink.Stamp;
            Walk(uplink with { Stamp = stamp }, made, "", into);
        }
        else if (uplink.Bytes is { Length: > 0 } bytes && Payloads.BinaryPayloads.Read(bytes, uplink.Hint) is { } reading)
        {
            Payloads.BinaryPayloads.Give(reading, message, uplink.Device, uplink.Stamp, uplink.Sequence, into);
        }
        else if (uplink.Bytes is { Length: > 0 } unread)
        {
            into.Metadata(uplink.Device, FormattableString.Invariant($"an uplink of {unread.Length} bytes that nobody decoded"), null, default, uplink.Stamp);
            into.Refuse("payload.model", $"{uplink.Device}: the network did not decode the payload, and nothing names the model");
        }
        else
        {
            into.Ignore(uplink.Device, "an uplink without a payload");
        }
    }

    private static void Walk(Uplink uplink, JsonElement holder, string path, Readings into)
    {
        foreach (JsonProperty member in holder.EnumerateObject())
        {
            string name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Name is "messages" && member.Value.ValueKind == JsonValueKind.Array)
                Messages(uplink, member.Value, into);
            else if (member.Value.ValueKind == JsonValueKind.Object)
                Walk(uplink, member.Value, name, into);
            else if (member.Value.IsScalar() && member.Name is not ("err" or "payload" or "valid"))
                into.Add(uplink.Device, name, Doubted(member, ValueReader.Read(member.Value, name, ValueRules.General)), Units.GetValueOrDefault(member.Name) ?? UnitInName.Of(name), uplink.Stamp, uplink.Sequence);
            else if (member.Value.ValueKind == JsonValueKind.Array)
                Items(uplink, member.Value, name, into);
        }
    }

    private static void Items(Uplink uplink, JsonElement list, string name, Readings into)
    {
        foreach ((int index, JsonElement item) in list.EnumerateArray().Index())
        {
            string one = FormattableString.Invariant($"{name}.{index}");
            if (item.ValueKind == JsonValueKind.Object)
                Walk(uplink, item, one, into);
            else if (item.IsScalar())
                into.Value(uplink.Device, one, item, null, uplink.Stamp, uplink.Sequence);
        }
    }

    /// <summary>SenseCAP's list of id, kind and value; newer firmware nests it once more.</summary>
    private static void Messages(Uplink uplink, JsonElement list, Readings into)
    {
        foreach (JsonElement item in list.EnumerateArray().SelectMany(i => i.ValueKind == JsonValueKind.Array ? i.Items() : [i]))
        {
            if (item.Member("measurementValue") is not { } value || item.Named("measurementId") is not { } id)
                continue;
            string channel = item.Word("type") is { } kind ? $"{kind} ({id})" : id;
            into.Value(uplink.Device, channel, value, SenseCap.GetValueOrDefault(id), uplink.Stamp, uplink.Sequence);
        }
    }

    /// <summary>A decoder gives 0 for the DS18B20 that is not fitted: exactly 0 from it proves nothing.</summary>
    private static ReadValue Doubted(JsonProperty member, ReadValue value) =>
        value.Value.Number is 0 && member.Name.Contains("DS18B20", StringComparison.OrdinalIgnoreCase)
            ? value with { Flags = SampleFlags.Uncertain, Reason = "value.suspicious: 0 is also sent without a probe" }
            : value;
}
