using K3Monitor.Ingest.Formats.HomeAssistant;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.Plain;

/// <summary>Units that came on topics <c>…/unit</c>. At most 20,000.</summary>
internal sealed class UnitTopics
{
    public BoundedTable<string> Units { get; } = new(20_000);
}

/// <summary>
/// One plain value as text, named by its topic: the last level is the channel, the one before the device. <c>…/value</c> and
/// <c>…/unit</c> belong together; a unit holds for the values that come after it.
/// </summary>
internal sealed class ScalarFormat : IMessageFormat
{
    private static readonly ValueRules Rules = new() { OnOff = true };
    private static readonly HashSet<string> StatusNames = new(StringComparer.OrdinalIgnoreCase) { "status", "availability", "lwt", "online", "connected", "available", "state", "$state" };
    private static readonly HashSet<string> StatusWords = new(StringComparer.OrdinalIgnoreCase) { "online", "offline", "connected", "disconnected", "available", "unavailable", "ready", "lost", "init", "alive", "dead" };

    public string Name => "scalar";

    public string Shape => "one number, state or \"unavailable\" as text; …/{device}/{channel}";

    public Confidence Recognise(FieldMessage message)
    {
        if (message.LooksLikeJson || message.Text is not { Length: > 0 and <= 200 } text)
            return Confidence.None;
        if (IsStatus(message, text) || (message.Levels.Count >= 2 && message.Last is "value" or "unit" && message.Levels.Count >= 3))
            return Confidence.Fallback;
        ReadValue read = ValueReader.Read(text, message.Last, Rules);
        return read.Value.Text is null && message.Levels.Count >= 2 ? Confidence.Fallback : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Text is not { } text || message.LooksLikeJson)
            into.Refuse("format.shape", $"topic '{message.Topic}': a plain value is expected");
        else if (IsStatus(message, text))
            into.Ignore(message.Levels.Count > 1 ? message.Levels[^2] : message.Last, $"status {text.Trim()}, no measurement");
        else if (message.Levels.Count >= 3 && message.Last is "value" or "unit")
            Pair(message, text, into);
        else
            into.Text(message.Levels.Count > 1 ? message.Levels[^2] : message.Last, message.Last, text, message.Source.Memory.Of<StateTopics>().UnitOf(message.Topic), message.Arrival, rules: Rules);
    }

    private static bool IsStatus(FieldMessage message, string text) => StatusNames.Contains(message.Last) && StatusWords.Contains(text.Trim());

    private static void Pair(FieldMessage message, string text, Readings into)
    {
        string channel = message.Levels[^2];
        string device = message.Levels[^3] is "status" or "state" or "sensor" or "sensors" && message.Levels.Count > 3 ? message.Levels[^4] : message.Levels[^3];
        string key = string.Join('/', message.Levels.SkipLast(1));
        BoundedTable<string> units = message.Source.Memory.Of<UnitTopics>().Units;
        if (message.Last == "value")
        {
            into.Text(device, channel, text, units.Find(key), message.Arrival, rules: Rules);
            return;
        }

        if (text.Length <= 64)
            units.Set(key, text.Trim());
        into.Metadata(device, $"unit {text.Trim()}", channel);
    }
}
