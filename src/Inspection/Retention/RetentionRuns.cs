using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention;

/// <summary>Runs of retention as the relational store keeps them: the newest 500.</summary>
internal sealed class RetentionRuns(IDbContextFactory<K3Context> contexts, RelationalWriter writer, TimeProvider time)
{
    /// <summary>Who runs by the schedule.</summary>
    public static readonly RecordActor Schedule = new("job/retention", "K3Monitor");

    private const int MostKept = 500;
    private const int Shown = 10;

    /// <summary>The newest runs.</summary>
    public Task<IReadOnlyList<RetentionRunRow>> NewestAsync(CancellationToken cancellationToken) =>
        ReadAsync(runs => runs.OrderByDescending(r => r.Id).Take(Shown), cancellationToken);

    /// <summary>A run; null when there is none.</summary>
    public async Task<RetentionRunRow?> FindAsync(int id, CancellationToken cancellationToken) =>
        (await ReadAsync(runs => runs.Where(r => r.Id == id), cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>When the schedule ran last; null when it never did.</summary>
    public async Task<Instant?> LastScheduledAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(runs => runs.Where(r => r.ById == Schedule.Id).OrderByDescending(r => r.Id).Take(1), cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.Requested;

    /// <summary>The oldest run that was asked for and not begun.</summary>
    public async Task<(int Id, string PlanHash)?> RequestedAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var found = await context.RetentionRuns.AsNoTracking().Where(r => r.State == RetentionRunState.Requested && r.PlanHash != null).OrderBy(r => r.Id)
                .Select(r => new { r.Id, r.PlanHash }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            return found is null ? null : (found.Id, found.PlanHash!);
        }
    }

    /// <summary>Adds a run.</summary>
    public Task<int> AddAsync(RecordActor actor, string? planHash, RetentionRunState state, CancellationToken cancellationToken) => writer.WriteAsync(
        async (context, token) =>
        {
            var run = new RetentionRun
            {
                State = state,
                PlanHash = planHash,
                Requested = Instant.Now(time),
                ById = actor.Id,
                ByName = StoredText.Clean(actor.Name),
                Detail = "",
            };
            context.RetentionRuns.Add(run);
            await context.SaveChangesAsync(token).ConfigureAwait(false);
            int oldest = run.Id - MostKept;
            await context.RetentionRuns.Where(r => r.Id <= oldest).ExecuteDeleteAsync(token).ConfigureAwait(false);
            return run.Id;
        },
        cancellationToken);

    /// <summary>Changes a run; what was removed is written to the record with it.</summary>
    public Task ChangeAsync(int id, Action<RetentionRun> change, object? recorded, CancellationToken cancellationToken) => writer.WriteAsync(
        async (context, token) =>
        {
            if (await context.RetentionRuns.FirstOrDefaultAsync(r => r.Id == id, token).ConfigureAwait(false) is not { } run)
                return;
            change(run);
            if (recorded is null)
                return;
            RecordPen pen = await RecordPen.OpenAsync(context, token).ConfigureAwait(false);
            pen.Write(Instant.Now(time), RecordKinds.RetentionApplied, Subjects.Retention(id), new RecordActor(run.ById, run.ByName), "retention", null, recorded);
        },
        cancellationToken);

    /// <summary>Runs that a process left when it died are told to have failed.</summary>
    public Task EndAbandonedAsync(CancellationToken cancellationToken) => writer.WriteAsync(
        async (context, token) =>
        {
            foreach (RetentionRun run in await context.RetentionRuns.Where(r => r.State == RetentionRunState.Running).ToListAsync(token).ConfigureAwait(false))
                (run.State, run.Ended, run.Detail) = (RetentionRunState.Failed, Instant.Now(time), "the process ended while it ran; what it had removed is removed");
        },
        cancellationToken);

    private async Task<IReadOnlyList<RetentionRunRow>> ReadAsync(Func<IQueryable<RetentionRun>, IQueryable<RetentionRun>> which, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<RetentionRun> rows = await which(context.RetentionRuns.AsNoTracking()).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(r => new RetentionRunRow(r.Id, r.State, r.Requested, r.ByName, r.Ended, r.RolledUpDays, r.RemovedSamples, r.HeldChannelDays, r.Detail))];
        }
    }
}
