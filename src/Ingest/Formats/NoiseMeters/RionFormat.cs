using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.NoiseMeters;

/// <summary>
/// Rion sound level meters (NL-43, NL-53 family) by a gateway: all values are text. The weighting is a setting of the meter that the message
/// does not tell, so the unit is dB. While it does not measure, values are bad.
/// </summary>
internal sealed class RionFormat() : JsonFormat("rion", "{\"data\":{\"measurement_state\",\"leq\",\"lmax\",\"lpeak\"}}")
{
    private static readonly HashSet<string> Levels = new(StringComparer.OrdinalIgnoreCase) { "lp", "leq", "lmax", "lmin", "lpeak", "le", "ly", "ln1", "ln2", "ln3", "ln4", "ln5" };

    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        JsonElement data = json.Inner("data") ?? json;
        return data.Has("measurement_state") && data.HasAny("leq", "lp", "lmax") ? Confidence.Certain : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        JsonElement data = json.Inner("data") ?? json;
        string device = data.Named("unit_id") ?? message.Last;
        bool measures = data.Word("measurement_state") is { } state && state.StartsWith("Meas", StringComparison.OrdinalIgnoreCase);
        Stamp stamp = message.Time(data, "time", message.Time(data, "timestamp"));
        foreach (JsonProperty member in data.Members().Where(m => m.Value.IsScalar()))
        {
            if (Levels.Contains(member.Name))
            {
                ReadValue read = ValueReader.Read(member.Value, member.Name, ValueRules.General);
                into.Add(device, member.Name, measures ? read : read with { Flags = read.Flags | SampleFlags.Bad, Reason = "quality.state: the meter does not measure" }, "dB", stamp);
            }
            else if (member.Name == "battery_level")
            {
                into.Value(device, member.Name, member.Value, "%", stamp);
            }
        }
    }
}
