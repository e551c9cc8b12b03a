using System.Globalization;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Retention;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention;

/// <summary>Looks, plans, rolls up and removes. Only the process that keeps the store runs; any may look and ask.</summary>
/// <remarks>Runs take turns by themselves.</remarks>
public sealed class RetentionWork : IRetention, IDisposable
{
    private readonly IDbContextFactory<K3Context> contexts;
    private readonly ITelemetryStore telemetry;
    private readonly RetentionRules rules;
    private readonly RetentionRuns runs;
    private readonly DiskDays disk;
    private readonly RetentionMeasures measures;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1, 1);

    internal RetentionWork(
        IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, RetentionRules rules, RetentionRuns runs, DiskDays disk, RetentionMeasures measures, TimeProvider time) =>
        (this.contexts, this.telemetry, this.rules, this.runs, this.disk, this.measures, this.time) = (contexts, telemetry, rules, runs, disk, measures, time);

    /// <inheritdoc />
    public async Task<RetentionStatus> StatusAsync(CancellationToken cancellationToken)
    {
        IRetentionSurvey survey = telemetry as IRetentionSurvey ?? throw new IOException("this process cannot look into the telemetry store");
        RetentionPlan plan = await PlanAsync(survey, cancellationToken).ConfigureAwait(false);
        return new RetentionStatus(
            Instant.Now(time), rules, plan, await runs.NewestAsync(cancellationToken).ConfigureAwait(false), disk.Now, await disk.ForecastAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task<int?> RequestAsync(AccessScope scope, string planHash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentException.ThrowIfNullOrWhiteSpace(planHash);
        if (scope.Role != Role.Administrator)
            return null;
        return await runs.AddAsync(RecordActor.Of(scope), planHash, RetentionRunState.Requested, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<RetentionRunRow?> RunAsync(int id, CancellationToken cancellationToken) => runs.FindAsync(id, cancellationToken);

    /// <summary>To be called when a process begins to keep the store: what one that died left is told to have failed.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => runs.EndAbandonedAsync(cancellationToken);

    /// <summary>When the schedule ran last; null when it never did.</summary>
    public Task<Instant?> LastScheduledAsync(CancellationToken cancellationToken) => runs.LastScheduledAsync(cancellationToken);

    /// <summary>Keeps a reading of the disk, one a day.</summary>
    public Task KeepDiskReadingAsync(CancellationToken cancellationToken) => disk.KeepTodayAsync(cancellationToken);

    /// <summary>Does what was asked for, the oldest first, each only if its plan is still the one that was shown.</summary>
    /// <returns>The runs that ended.</returns>
    public async Task<IReadOnlyList<RetentionRunRow>> RunRequestedAsync(CancellationToken cancellationToken)
    {
        var ended = new List<RetentionRunRow>();
        while (await runs.RequestedAsync(cancellationToken).ConfigureAwait(false) is { } asked)
            ended.Add(await RunAsync(asked.Id, asked.PlanHash, remove: true, cancellationToken).ConfigureAwait(false));
        return ended;
    }

    /// <summary>The run of the schedule: rolls up what is due, and then removes what the rule lets go.</summary>
    /// <param name="remove">Whether it removes; otherwise it tells what it would.</param>
    /// <param name="cancellationToken">Ends the work between two days.</param>
    public async Task<RetentionRunRow> RunScheduledAsync(bool remove, CancellationToken cancellationToken)
    {
        int id = await runs.AddAsync(RetentionRuns.Schedule, null, RetentionRunState.Running, cancellationToken).ConfigureAwait(false);
        return await RunAsync(id, null, remove, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private async Task<RetentionRunRow> RunAsync(int id, string? shown, bool remove, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await runs.ChangeAsync(id, run => run.State = RetentionRunState.Running, null, cancellationToken).ConfigureAwait(false);
            IRetainingTelemetry store = telemetry as IRetainingTelemetry ?? throw new IOException("this process does not keep the telemetry store");
            tally.State = shown is null
                ? await ScheduledAsync(store, remove, tally, cancellationToken).ConfigureAwait(false)
                : await ShownAsync(store, shown, tally, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or DuckDB.NET.Data.DuckDBException)
        {
            (tally.State, tally.Detail) = (RetentionRunState.Failed, e.Message + "; what it had done before stands");
        }
        finally
        {
            turn.Release();
        }

        measures.RunEnded(tally.State.ToString().ToLowerInvariant());
        await runs.ChangeAsync(id, run => tally.Put(run, Instant.Now(time)), tally.Recorded, cancellationToken).ConfigureAwait(false);
        return (await runs.FindAsync(id, cancellationToken).ConfigureAwait(false))!;
    }

    private async Task<RetentionRunState> ScheduledAsync(IRetainingTelemetry store, bool remove, Tally tally, CancellationToken cancellationToken)
    {
        RetentionPlan plan = await PlanAsync(store, cancellationToken).ConfigureAwait(false);
        await RollUpAsync(store, plan, tally, cancellationToken).ConfigureAwait(false);
        if (tally.RolledUp > 0)
            plan = await PlanAsync(store, cancellationToken).ConfigureAwait(false);
        if (remove)
            await RemoveAsync(store, plan, tally, cancellationToken).ConfigureAwait(false);
        else
            tally.Detail = string.Create(CultureInfo.InvariantCulture, $"dry run: {plan.Samples} samples would be removed");
        measures.Holds(tally.Held = plan.HeldChannelDays);
        return RetentionRunState.Done;
    }

    private async Task<RetentionRunState> ShownAsync(IRetainingTelemetry store, string shown, Tally tally, CancellationToken cancellationToken)
    {
        RetentionPlan plan = await PlanAsync(store, cancellationToken).ConfigureAwait(false);
        measures.Holds(tally.Held = plan.HeldChannelDays);
        if (plan.Hash != shown)
        {
            tally.Detail = "the plan is another one than that which was shown: nothing was removed; look again";
            return RetentionRunState.Refused;
        }

        // Removed first: what is rolled up now may not go by a plan that did not show it.
        await RemoveAsync(store, plan, tally, cancellationToken).ConfigureAwait(false);
        await RollUpAsync(store, plan, tally, cancellationToken).ConfigureAwait(false);
        return RetentionRunState.Done;
    }

    private async Task RollUpAsync(IRetainingTelemetry store, RetentionPlan plan, Tally tally, CancellationToken cancellationToken)
    {
        if (plan.RollUp.Count == 0)
            return;
        IReadOnlyDictionary<int, RetainedChannel> channels = (await SurroundingsAsync(cancellationToken).ConfigureAwait(false)).Channels;
        var how = channels.Values.ToDictionary(c => c.ChannelId, c => c.Rule(rules.HoldIntervals));
        foreach (DateOnly day in plan.RollUp)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await store.RollUpAsync(day, how, cancellationToken).ConfigureAwait(false);
            tally.RolledUp++;
            measures.DayRolledUp();
        }
    }

    private async Task RemoveAsync(IRetainingTelemetry store, RetentionPlan plan, Tally tally, CancellationToken cancellationToken)
    {
        foreach (IGrouping<(DateOnly Day, TelemetryLayer Layer), PlannedRemoval> part in plan.Removals.GroupBy(r => (r.Day, r.Layer)))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // A hold that was put a moment ago holds; what was planned then stays.
            (IReadOnlyDictionary<int, RetainedChannel> channels, ILookup<int, HeldSpan> held) = await SurroundingsAsync(cancellationToken).ConfigureAwait(false);
            ChannelSet free = ChannelSet.Of(part.SelectMany(r => r.Channels.Channels).Where(c => channels.GetValueOrDefault(c)?.HeldOn(part.Key.Day, held) is null));
            Dictionary<int, long> samples = part.Key.Layer == TelemetryLayer.Raw
                ? (await store.ChannelsAsync(part.Key.Day, cancellationToken).ConfigureAwait(false)).ToDictionary(c => c.ChannelId, c => c.Samples)
                : [];
            ChannelSet removed = await store.RemoveAsync(part.Key.Day, part.Key.Layer, free, cancellationToken).ConfigureAwait(false);
            long gone = removed.Channels.Sum(c => samples.GetValueOrDefault(c));
            tally.Add(part.Key.Day, part.Key.Layer, removed, gone);
            measures.SamplesRemoved(gone);
        }
    }

    private async Task<RetentionPlan> PlanAsync(IRetentionSurvey store, CancellationToken cancellationToken)
    {
        (IReadOnlyDictionary<int, RetainedChannel> channels, ILookup<int, HeldSpan> held) = await SurroundingsAsync(cancellationToken).ConfigureAwait(false);
        return await new RetentionPlanner(store, rules, channels, held, Instant.Now(time)).PlanAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyDictionary<int, RetainedChannel> Channels, ILookup<int, HeldSpan> Held)> SurroundingsAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            IReadOnlyDictionary<int, RetainedChannel> channels = await RetainedChannel.AllAsync(context, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<HeldSpan> held = await HeldSpan.AllAsync(context, rules.HoldMargin, Instant.Now(time), cancellationToken).ConfigureAwait(false);
            return (channels, held.ToLookup(h => h.PointId));
        }
    }

    /// <summary>What a run has done so far.</summary>
    private sealed class Tally
    {
        private readonly List<object> parts = [];

        public RetentionRunState State { get; set; } = RetentionRunState.Done;

        public int RolledUp { get; set; }

        public long Held { get; set; }

        public long Samples { get; private set; }

        public string? Detail { get; set; }

        public object? Recorded => parts.Count == 0 ? null : new { Samples, Removed = parts };

        public void Add(DateOnly day, TelemetryLayer layer, ChannelSet channels, long samples)
        {
            if (channels.IsEmpty)
                return;
            Samples += samples;
            parts.Add(new { Day = UtcDay.Name(day), Layer = layer, Channels = channels.ToString(), Samples = samples });
        }

        public void Put(RetentionRun run, Instant now)
        {
            (run.State, run.Ended, run.RolledUpDays, run.RemovedSamples, run.HeldChannelDays) = (State, now, RolledUp, Samples, Held);
            run.Detail = Detail ?? string.Create(CultureInfo.InvariantCulture, $"{RolledUp} days rolled up, {Samples} samples removed, {Held} channel-days held");
        }
    }
}
