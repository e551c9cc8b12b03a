using System.Diagnostics.Metrics;
using K3Monitor.Ingest.Measures;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>What is counted of messages of the field. Exported with help texts at <c>/metrics</c>.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class FieldMeasures : IDisposable
{
    private readonly Meter meter = new(IngestMeasures.MeterName);
    private readonly Counter<long> messages;
    private readonly Counter<long> unmapped;
    private readonly Counter<long> rebirths;

    public FieldMeasures()
    {
        messages = meter.CreateCounter<long>("k3_field_messages", "messages", "Messages in formats other than the native one, by the format that read them.");
        unmapped = meter.CreateCounter<long>("k3_field_values_unmapped", "values", "Values of claimed devices on channels that nobody has mapped; of equal messages one an hour is kept in quarantine.");
        rebirths = meter.CreateCounter<long>("k3_sparkplug_rebirths_asked", "requests", "Sparkplug nodes that were asked to describe themselves anew.");
    }

    public void Message(string? format) => messages.Add(1, new KeyValuePair<string, object?>("format", format ?? "none"));

    public void Unmapped(int count) => unmapped.Add(count);

    public void RebirthAsked() => rebirths.Add(1);

    public void Dispose() => meter.Dispose();
}
