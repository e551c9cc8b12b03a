using System.Data.Common;
using System.Globalization;
using K3Monitor.App.Composition;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Retention;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Retention;

namespace K3Monitor.App.Retention;

/// <summary>Runs retention in the process that keeps the store: by the schedule, and when a person asks.</summary>
internal sealed partial class RetentionJob(
    RetentionWork work, RetentionSchedule schedule, DataFolder data, HealthBoard health, TimeProvider plant, WallClock wall, ILogger<RetentionJob> log) : BackgroundService
{
    private const string Part = "retention";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private DataFolderClaim? claim;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        claim = DataFolderClaim.TryTake(data) ?? throw new IOException($"{data.Root}: another process runs on this data folder");
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        claim?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Instant begun = Instant.Now(plant);
        bool settled = false;
        using var timer = new PeriodicTimer(LookEvery, wall.Time);
        Report(PartCondition.Healthy, "no run yet");
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    if (!settled)
                        await work.BeginAsync(stoppingToken).ConfigureAwait(false);
                    settled = true;
                    await LookAsync(begun, stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is DbException or InvalidOperationException { InnerException: DbException })
                {
                    settled = false;
                    Report(PartCondition.Degraded, "waits for the database: " + e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A run that was cut off is told to have failed by the next start; every day of it is whole.
        }
    }

    private async Task LookAsync(Instant begun, CancellationToken stopping)
    {
        await work.KeepDiskReadingAsync(stopping).ConfigureAwait(false);
        foreach (RetentionRunRow run in await work.RunRequestedAsync(stopping).ConfigureAwait(false))
            Tell(run);
        Instant now = Instant.Now(plant);
        if (schedule.LastDue(now) <= (await work.LastScheduledAsync(stopping).ConfigureAwait(false) ?? begun))
            return;
        Tell(await work.RunScheduledAsync(schedule.Removes, stopping).ConfigureAwait(false));
    }

    private void Tell(RetentionRunRow run)
    {
        string said = string.Create(CultureInfo.InvariantCulture, $"run {run.Id} of {run.Requested} by {run.ByName}: {run.State.ToString().ToLowerInvariant()}; {run.Detail}");
        Report(run.State == RetentionRunState.Failed ? PartCondition.Degraded : PartCondition.Healthy, said);
        if (run.State == RetentionRunState.Failed)
            LogFailed(log, said);
        else
            LogRan(log, said);
    }

    private void Report(PartCondition condition, string detail) => health.Report(Part, condition, detail, Instant.Now(plant));

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention: {Said}")]
    private static partial void LogRan(ILogger log, string said);

    [LoggerMessage(Level = LogLevel.Error, Message = "Retention: {Said}")]
    private static partial void LogFailed(ILogger log, string said);
}
