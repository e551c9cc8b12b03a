using System.Diagnostics.Metrics;
using K3Monitor.Ingest.Measures;

namespace K3Monitor.Ingest.Gaps;

/// <summary>What the gap ledger tells of itself at <c>/metrics</c>.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class GapMeasures
{
    private long beyond;
    private long counted;
    private long due;

    public GapMeasures(IngestMeasures measures)
    {
        measures.Watch("k3_gap_days_due", "days", "Days of devices that wait to be counted in the gap ledger, 200 for that many or more.", () => [new Measurement<long>(Interlocked.Read(ref due))]);
        measures.Watch("k3_gap_days_counted", "days", "Days of devices counted in the gap ledger since the start, each as often as it was.", () => [new Measurement<long>(Interlocked.Read(ref counted))]);
        measures.Watch("k3_gap_samples_beyond", "samples", "Samples that the gap ledger leaves out since the start, because their time is more than 400 days back or a day ahead.", () => [new Measurement<long>(Interlocked.Read(ref beyond))]);
    }

    /// <summary>A sample's time is out of the ledger's reach.</summary>
    public void Beyond() => Interlocked.Increment(ref beyond);

    /// <summary>A day was counted.</summary>
    public void Counted() => Interlocked.Increment(ref counted);

    /// <summary>So many days wait.</summary>
    public void Due(long days) => Interlocked.Exchange(ref due, days);
}
