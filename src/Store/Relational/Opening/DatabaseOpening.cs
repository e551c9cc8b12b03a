using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Opening;

/// <summary>Opens the relational store at the start, and asks later whether it answers.</summary>
/// <remarks>Safe from any thread; openings at once, also by several processes, wait for each other.</remarks>
public sealed class DatabaseOpening
{
    private readonly Dialect dialect;
    private readonly GatedContexts contexts;
    private volatile bool opened;

    internal DatabaseOpening(Dialect dialect, GatedContexts contexts)
    {
        this.dialect = dialect;
        this.contexts = contexts;
    }

    /// <summary>Where the database is, in words that hold no secret.</summary>
    public string Where => dialect.Where;

    /// <summary>Whether it was opened once; until then nothing can be read or written.</summary>
    public bool IsOpen => opened;

    /// <summary>Makes the database, or brings an older one up to this version. Until it has succeeded, no context is given out.</summary>
    /// <exception cref="DatabaseAwayException">It cannot be reached now.</exception>
    /// <exception cref="DatabaseRefusedException">It answers, but wrong name or password, rights, encoding or version forbid its use.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        contexts.Shut();
        try
        {
            K3Context context = dialect.NewContext();
            await using (context.ConfigureAwait(false))
            {
                await dialect.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
                try
                {
                    await MigrateAsync(context, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    // A pooled connection would keep the lock, and every other process would wait for it.
                    await dialect.ReleaseAsync(context).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault is not DatabaseRefusedException && dialect.Refusal(fault) is { } refusal)
        {
            throw refusal;
        }
        catch (Exception fault) when (fault is not DatabaseAwayException && DatabaseFault.IsAway(fault))
        {
            throw new DatabaseAwayException($"the database {dialect.Where} cannot be reached: {DatabaseFault.Words(fault)}", fault);
        }

        contexts.Open();
        opened = true;
    }

    /// <summary>Asks the database for an answer.</summary>
    /// <exception cref="System.Data.Common.DbException">It gave none.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        K3Context context = contexts.CreateDbContext();
        await using (context.ConfigureAwait(false))
            _ = await context.TopologyRevisions.AsNoTracking().Select(r => r.Revision).SingleAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task MigrateAsync(K3Context context, CancellationToken cancellationToken)
    {
        IEnumerable<string> applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
        if (applied.Except(context.Database.GetMigrations()).FirstOrDefault() is { } foreign)
            throw new DatabaseRefusedException($"the database {dialect.Where} was made by another version of K3Monitor (it has the step '{foreign}', which this one does not know)");
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).Any())
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        foreach (string guard in dialect.RecordGuards)
            await context.Database.ExecuteSqlRawAsync(guard, cancellationToken).ConfigureAwait(false);
    }
}
