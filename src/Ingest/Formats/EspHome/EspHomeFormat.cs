using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.EspHome;

/// <summary>ESPHome: <c>{node}/sensor/{name}/state</c> with one value as text. Its unit stands in its discovery message only.</summary>
internal sealed class EspHomeFormat : IMessageFormat
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "sensor", "binary_sensor", "text_sensor", "number", "switch" };

    public string Name => "esphome";

    public string Shape => "{node}/sensor|binary_sensor|text_sensor/{name}/state with a plain value; {node}/status online or offline";

    public Confidence Recognise(FieldMessage message)
    {
        if (message.LooksLikeJson)
            return Confidence.None;
        if (message.Levels.Count >= 4 && message.Last == "state" && Kinds.Contains(message.Levels[^3]))
            return Confidence.Certain;
        return message is { Last: "status", Levels.Count: 2 } && message.Text?.Trim() is "online" or "offline" ? Confidence.Likely : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Text is not { } text)
            into.Refuse("payload.malformed", $"topic '{message.Topic}': text is expected");
        else if (message.Levels.Count >= 4)
            into.Text(string.Join('/', message.Levels.SkipLast(3)), message.Levels[^2], text, message.Source.Memory.Of<HomeAssistant.StateTopics>().UnitOf(message.Topic), message.Arrival, rules: new ValueRules { OnOff = true });
        else
            into.Ignore(message.Levels[0], $"status {text.Trim()}, no measurement");
    }
}
