using System.Diagnostics.Metrics;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Gaps;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.OwnLife;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Measurements;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Hosting;

/// <summary>Starts the consumers of the journal in order, and ends them in order.</summary>
internal sealed partial class IngestService(
    Journal.Journal journal, StoreConsumer store, BoardConsumer live, DeskConsumer desk, RulesConsumer rules, GapFollowing gaps, Heartbeat heartbeat, MqttGuard guard, LiveBoard board,
    IngestMeasures measures, QuarantineOptions quarantine, HealthBoard health, TimeProvider time, ILogger<IngestService> logger) : BackgroundService
{
    /// <summary>All cursors are registered before any consumer saves, or a new one might find its beginning gone.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        journal.Register(RulesConsumer.Name);
        journal.Register(DeskConsumer.Name);
        journal.Register(GapConsumer.Name);
        live.Begin();
        store.Begin();
        Watch();
        journal.StateChanged += (_, _) => ReportJournal();
        ReportJournal();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>A part that ends by a fault of its own stops the host: half an ingest would look like a whole one.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task[] parts = [store.RunAsync(stoppingToken), live.RunAsync(stoppingToken), desk.RunAsync(stoppingToken), heartbeat.RunAsync(stoppingToken), gaps.RunAsync(stoppingToken), JudgeAsync(stoppingToken)];
        try
        {
            await foreach (Task ended in Task.WhenEach(parts).ConfigureAwait(false))
                await ended.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync().ConfigureAwait(false);
        }
    }

    private async Task JudgeAsync(CancellationToken stopping)
    {
        await rules.BeginAsync(stopping).ConfigureAwait(false);
        await Task.WhenAll(rules.RunAsync(stopping), rules.TickAsync(stopping)).ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await heartbeat.EndAsync(limit.Token).ConfigureAwait(false);
            await store.FlushAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // What was not flushed is in the journal and comes again at the next start.
            LogFlush(logger, e);
        }
    }

    private void ReportJournal()
    {
        Instant now = Instant.Now(time);
        if (journal.Fault is { } fault)
            health.Report("journal", PartCondition.Failed, $"nothing is acknowledged: {fault.Reason}", now);
        else if (journal.Recovery.Findings is { Count: > 0 } findings)
            health.Report("journal", PartCondition.Degraded, string.Join("; ", findings.Select(f => $"{f.Damage} at {f.Position}, {f.Bytes} bytes in {f.File}")), now);
        else
            health.Report("journal", PartCondition.Healthy, "every acknowledged message is on disk", now);
    }

    private void Watch()
    {
        measures.Watch("k3_journal_backlog_bytes", "bytes", "Bytes that wait to be made durable.", () => [new Measurement<long>(journal.Counters.BacklogBytes)]);
        measures.Watch("k3_journal_lag_bytes", "bytes", "Bytes of the journal that a consumer has not saved as handled.",
            () => journal.Cursors.Select(c => new Measurement<long>(c.Lag, new KeyValuePair<string, object?>("cursor", c.Name))));
        measures.Watch("k3_journal_damage", "findings", "Damage found in journal files.", () => [new Measurement<long>(journal.Recovery.Findings.Count)]);
        measures.Watch("k3_connections_open", "connections", "Open connections of devices.", () => [new Measurement<long>(guard.Counters.Open)]);
        measures.Watch("k3_connections_refused", "connections", "Connections ended by the guard, by reason.",
            () => Enum.GetValues<GuardReason>().Select(r => new Measurement<long>(guard.Counters.Closed(r), new KeyValuePair<string, object?>("reason", r.ToString()))));
        measures.Watch("k3_quarantine_left", "messages", "Quarantined messages that left because the quarantine is full.", () => [new Measurement<long>(quarantine.Left)]);
        measures.Watch("k3_live_values_dropped", "values", "Values that slow pages did not see.", () => [new Measurement<long>(board.Dropped)]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fresh samples were not flushed at the end; they come again from the journal")]
    private static partial void LogFlush(ILogger logger, Exception exception);
}
