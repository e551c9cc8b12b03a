using K3Monitor.Ingest.Lanes;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Gaps;

/// <summary>
/// Counts days of the gap ledger that are due, one after the other, at most a tenth of the time: ten times as many devices make a
/// running day's figures older, and nothing slower.
/// </summary>
internal sealed partial class GapWorker(ConsumerTools tools, GapConsumer notes, StoreConsumer store, IGapKeeping ledger, GapMeasures measures, ILogger<GapWorker> logger)
{
    private const string Part = "gaps";
    private const int RestFor = 9;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StoreWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private long begunAt;
    private bool failed;
    private long forgotAt;

    /// <summary>Counts until cancelled; what fails is tried again.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // What the store had not flushed comes again from the journal; a day that is counted before would lack it. Behind damage at
        // the journal's very end there is no record that the store could reach.
        begunAt = tools.Journal.Recovery.Findings.Count > 0 ? 0 : tools.Journal.DurablePosition;
        using var timer = new PeriodicTimer(LookEvery, tools.Wall.Time);
        do
        {
            try
            {
                await PassAsync(stopping).ConfigureAwait(false);
                Tell(null);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                throw;
            }
            catch (TelemetryStoreUnavailableException)
            {
                // The store says so itself; the days stay due.
            }
            catch (Exception e)
            {
                // Database locked or away, a file that cannot be read: the days stay due.
                LogRetry(logger, e);
                Tell(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
    }

    private async Task PassAsync(CancellationToken stopping)
    {
        await notes.WriteIfDueAsync(stopping).ConfigureAwait(false);
        if (forgotAt == 0 || tools.Wall.Time.GetElapsedTime(forgotAt) >= ForgetEvery)
        {
            await ledger.ForgetAsync(stopping).ConfigureAwait(false);
            forgotAt = tools.Wall.Time.GetTimestamp();
        }

        if (!await store.HasAsync(begunAt, StoreWithin, stopping).ConfigureAwait(false))
            return;
        IReadOnlyList<DueDay> due = await ledger.DueAsync(stopping).ConfigureAwait(false);
        for (int i = 0; i < due.Count; i++)
        {
            measures.Due(due.Count - i);
            if (due[i].WaitsFor is { } position && !await store.HasAsync(position, StoreWithin, stopping).ConfigureAwait(false))
                continue;
            long begun = tools.Wall.Time.GetTimestamp();
            await ledger.CountAsync(due[i], stopping).ConfigureAwait(false);
            measures.Counted();
            TimeSpan rest = tools.Wall.Time.GetElapsedTime(begun) * RestFor;
            await Task.Delay(rest < LongestRest ? rest : LongestRest, tools.Wall.Time, stopping).ConfigureAwait(false);
        }

        measures.Due(0);
    }

    private void Tell(string? fault)
    {
        if (fault is not null)
            tools.Health.Report(Part, PartCondition.Degraded, $"days of the gap ledger are not counted: {fault}", Instant.Now(tools.Time));
        else if (failed)
            tools.Health.Report(Part, PartCondition.Healthy, JournalConsumer.Following, Instant.Now(tools.Time));
        failed = fault is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A day of the gap ledger could not be counted; it is tried again")]
    private static partial void LogRetry(ILogger logger, Exception exception);
}
