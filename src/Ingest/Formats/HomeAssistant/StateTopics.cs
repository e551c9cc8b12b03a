namespace K3Monitor.Ingest.Formats.HomeAssistant;

/// <summary>Units that discovery messages gave to topics. At most 20,000; the oldest leaves.</summary>
internal sealed class StateTopics
{
    private readonly BoundedTable<string> units = new(20_000);

    public void Describe(string topic, string unit) => units.Set(topic, unit);

    public string? UnitOf(string topic) => units.Find(topic);
}
