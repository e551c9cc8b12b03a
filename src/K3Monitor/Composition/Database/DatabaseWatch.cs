using System.Data.Common;
using System.Diagnostics.Metrics;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Opening;

namespace K3Monitor.App.Composition.Database;

/// <summary>
/// Opens the database at the start, goes on trying while it is away, and tells for as long as the product runs whether it
/// answers. Nothing else waits for it: what reads or writes in the meantime fails by itself and is tried again.
/// </summary>
internal sealed partial class DatabaseWatch : BackgroundService
{
    private const string Part = "database";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private readonly DatabaseOpening opening;
    private readonly HealthBoard health;
    private readonly TimeProvider time;
    private readonly WallClock wall;
    private readonly ILogger<DatabaseWatch> log;
    private readonly Meter meter = new("K3Monitor.Database");
    private readonly Counter<long> failures;
    private volatile bool answers;

    public DatabaseWatch(DatabaseOpening opening, HealthBoard health, TimeProvider time, WallClock wall, ILogger<DatabaseWatch> log)
    {
        (this.opening, this.health, this.time, this.wall, this.log) = (opening, health, time, wall, log);
        meter.CreateObservableGauge("k3_database_up", () => answers ? 1 : 0, description: "1 while the relational store answers.");
        failures = meter.CreateCounter<long>("k3_database_probe_failures", "probes", $"Questions to the relational store, one every {Every.TotalSeconds:0} s, that were not answered.");
    }

    /// <summary>What is done once when the database has been opened; a fault of it is told and does not end the product.</summary>
    public Func<CancellationToken, Task> WhenOpened { get; set; } = _ => Task.CompletedTask;

    /// <summary>Opens the database now.</summary>
    /// <returns>Null when it is open; where and why not when it is away, in which case it is tried for as long as the product runs.</returns>
    /// <exception cref="DatabaseRefusedException">It will never open as things are set up.</exception>
    public async Task<string?> OpenAsync(CancellationToken stop)
    {
        try
        {
            await opening.OpenAsync(stop).ConfigureAwait(false);
        }
        catch (DatabaseAwayException away)
        {
            Failed(away.Message);
            return away.Message;
        }

        Answered();
        return null;
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, wall.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                if (opening.IsOpen)
                    await opening.ProbeAsync(stoppingToken).ConfigureAwait(false);
                else
                    await OpenLateAsync(stoppingToken).ConfigureAwait(false);
                Answered();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested && (fault is DbException || DatabaseFault.IsAway(fault)))
            {
                Failed(fault is DatabaseAwayException or DatabaseRefusedException ? fault.Message : $"the database {opening.Where} does not answer: {DatabaseFault.Words(fault)}");
            }
        }
    }

    private async Task OpenLateAsync(CancellationToken stopping)
    {
        await opening.OpenAsync(stopping).ConfigureAwait(false);
        LogOpened(log, opening.Where);
        try
        {
            await WhenOpened(stopping).ConfigureAwait(false);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogAfterOpening(log, fault);
            health.Report("sites", PartCondition.Failed, $"the site files of the settings were not brought in: {DatabaseFault.Words(fault)}", Instant.Now(time));
        }
    }

    private void Answered()
    {
        if (!answers)
            LogAnswers(log, opening.Where);
        answers = true;
        health.Report(Part, PartCondition.Healthy, $"{opening.Where} answers", Instant.Now(time));
    }

    private void Failed(string why)
    {
        failures.Add(1);
        if (answers)
            LogAway(log, why);
        answers = false;
        health.Report(Part, PartCondition.Failed, $"{why}; messages go on being kept in the journal, incidents and pages wait", Instant.Now(time));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Where} was opened")]
    private static partial void LogOpened(ILogger logger, string where);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Where} answers")]
    private static partial void LogAnswers(ILogger logger, string where);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}; it is asked again until it answers")]
    private static partial void LogAway(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database was opened late, and the site files of the settings were not brought in")]
    private static partial void LogAfterOpening(ILogger logger, Exception fault);
}
