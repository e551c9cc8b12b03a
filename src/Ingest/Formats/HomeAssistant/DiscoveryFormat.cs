using System.Text.Json;

namespace K3Monitor.Ingest.Formats.HomeAssistant;

/// <summary>
/// Home Assistant's discovery: <c>homeassistant/{component}/…/config</c>, with full or abbreviated keys. It describes and holds no
/// measurement; the unit of a state topic is kept for the values that come on it. Templates are never executed.
/// </summary>
internal sealed class DiscoveryFormat() : JsonFormat("ha-discovery", "homeassistant/{component}/[{node}/]{object}/config")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool topic = message.Levels.Count >= 4 && message.Levels[0] == "homeassistant" && message.Last == "config";
        bool shape = json.HasAny("state_topic", "stat_t") && json.HasAny("unique_id", "uniq_id", "name", "unit_of_measurement", "unit_of_meas");
        return topic || (shape && message.Last == "config") ? Confidence.Certain : shape ? Confidence.Likely : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string root = json.Named("~") ?? "";
        string name = json.Named("name", "unique_id", "uniq_id", "object_id", "obj_id") ?? message.Last;
        string? topic = json.Named("state_topic", "stat_t")?.Replace("~", root, StringComparison.Ordinal);
        string? unit = json.Named("unit_of_measurement", "unit_of_meas");
        string? kind = json.Named("device_class", "dev_cla");
        if (topic is { Length: <= 500 } && unit is { Length: <= 64 })
            message.Source.Memory.Of<StateTopics>().Describe(topic, unit);
        into.Metadata(message.Levels.Count >= 3 ? message.Levels[^2] : message.Last, $"describes {name} on {topic ?? "no topic"}{(kind is null ? "" : $", class {kind}")}{(unit is null ? "" : $", unit {unit}")}", name);
    }
}
