using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Domoticz;

/// <summary>
/// Domoticz: <c>{"idx","nvalue","svalue"}</c>. What the numbers mean depends on the kind of device that is registered; only
/// <c>domoticz/out</c> tells it. Without it they have no unit and say so.
/// </summary>
internal sealed class DomoticzFormat() : JsonFormat("domoticz", "{\"idx\",\"nvalue\",\"svalue\"} on domoticz/in or domoticz/out")
{
    private static readonly Dictionary<string, (string Name, string? Unit)[]> Kinds = new(StringComparer.Ordinal)
    {
        ["Temp"] = [("temperature", "°C")],
        ["Temp + Humidity"] = [("temperature", "°C"), ("humidity", "%RH"), ("humidity status", null)],
        ["Temp + Humidity + Baro"] = [("temperature", "°C"), ("humidity", "%RH"), ("humidity status", null), ("pressure", "hPa"), ("forecast", null)],
        ["Lux"] = [("illuminance", "lx")],
    };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Has("idx") && json.HasAny("nvalue", "svalue", "svalue1", "command") ? message.Levels[0] == "domoticz" || json.HasAny("nvalue") ? Confidence.Certain : Confidence.Likely : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Named("idx") is not { } index)
        {
            Misshapen(message, into);
            return;
        }

        string device = json.Named("name") is { } name ? name : $"idx {index}";
        Stamp stamp = message.Time(json, "LastUpdate");
        string kind = json.Named("dtype") ?? "";
        (string Name, string? Unit)[] known = Kinds.GetValueOrDefault(kind) ?? Kinds.GetValueOrDefault(json.Named("stype") ?? "") ?? [];
        Stamp unsure = known.Length > 0 ? stamp : stamp with { Reason = stamp.Reason ?? "domoticz.meaning: it depends on the registered kind of device" };
        string[] parts = (json.Word("svalue") ?? "").Split(';');
        IEnumerable<string> numbered = json.Members().Where(m => m.Name.StartsWith("svalue", StringComparison.Ordinal) && m.Name.Length > 6).Select(m => m.Value.Text() ?? "");
        int at = 0;
        foreach (string part in parts.Concat(numbered))
        {
            (string Name, string? Unit) = at < known.Length ? known[at] : (FormattableString.Invariant($"svalue{at + 1}"), null);
            at++;

            // What is left empty was not measured; the others keep their places.
            if (part.Length > 0)
                into.Text(device, Name, part, Unit, unsure);
        }

        if (known.Length == 0 && json.Member("nvalue") is { } number)
            into.Value(device, "nvalue", number, null, unsure);
        if (json.Member("Battery") is { ValueKind: JsonValueKind.Number } battery && battery.TryGetDouble(out double charge) && charge <= 100)
            into.Value(device, "Battery", battery, "%", stamp);
    }
}
