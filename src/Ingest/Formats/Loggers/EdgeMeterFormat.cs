using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.Loggers;

/// <summary>
/// AI-on-the-edge: a meter read by a camera, all as text. An error leaves no value. The unit is m³ on the topic that the firmware uses for
/// water meters, and unknown on another.
/// </summary>
internal sealed class EdgeMeterFormat() : JsonFormat("ai-on-the-edge", "{\"value\",\"raw\",\"pre\",\"error\",\"rate\",\"timestamp\"}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Has("value", "error") && json.HasAny("raw", "pre", "rate") ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = message.Last == "json" && message.Levels.Count > 1 ? string.Join('/', message.Levels.SkipLast(1)) : message.Topic;
        Stamp stamp = message.Time(json, "timestamp");
        string? unit = message.Levels[0] == "watermeter" ? "m³" : null;
        string error = json.Word("error") ?? "";
        bool fault = error.Length > 0 && !error.Equals("no error", StringComparison.OrdinalIgnoreCase);
        foreach (string name in new[] { "value", "rate" })
        {
            if (json.Member(name) is not { } value)
                continue;
            ReadValue read = ValueReader.Read(value, name, new ValueRules { NumbersOnly = true });
            if (fault && (read.Value.IsMissing || read.Refused))
                read = ReadValue.Missing($"value.error: {(error.Length > 60 ? error[..60] : error)}");
            else if (fault)
                read = read with { Flags = read.Flags | Measurements.SampleFlags.Uncertain, Reason = $"value.error: {(error.Length > 60 ? error[..60] : error)}" };
            into.Add(device, name, read, name == "value" ? unit : null, stamp);
        }
    }
}
