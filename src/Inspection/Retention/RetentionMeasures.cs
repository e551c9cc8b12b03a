using System.Diagnostics.Metrics;

namespace K3Monitor.Inspection.Retention;

/// <summary>What retention counts. Exported with help texts at <c>/metrics</c>.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class RetentionMeasures : IDisposable
{
    private readonly Meter meter = new("K3Monitor.Retention");
    private readonly Counter<long> runs;
    private readonly Counter<long> rolled;
    private readonly Counter<long> removed;
    private readonly Counter<long> unjudged;
    private long held;

    /// <summary>Makes the instruments.</summary>
    public RetentionMeasures()
    {
        runs = meter.CreateCounter<long>("k3_retention_runs", "runs", "Runs of retention, by outcome.");
        rolled = meter.CreateCounter<long>("k3_retention_days_rolled_up", "days", "Days whose roll-ups were made, or made anew because late samples came.");
        removed = meter.CreateCounter<long>("k3_retention_samples_removed", "samples", "Samples removed by the rule, after their roll-ups were durable.");
        unjudged = meter.CreateCounter<long>("k3_retention_not_judged_again", "periods", "Periods that late samples would have judged anew, and that stand as they were because their samples were removed.");
        meter.CreateObservableGauge("k3_retention_held_channel_days", () => Interlocked.Read(ref held), "days", "Days of channels whose samples the rule would let go and a hold keeps, at the last run.");
    }

    internal void RunEnded(string outcome) => runs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void DayRolledUp() => rolled.Add(1);

    internal void SamplesRemoved(long count) => removed.Add(count);

    internal void NotJudgedAgain() => unjudged.Add(1);

    internal void Holds(long channelDays) => Interlocked.Exchange(ref held, channelDays);

    /// <inheritdoc />
    public void Dispose() => meter.Dispose();
}
