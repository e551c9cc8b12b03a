using K3Monitor.Store.Relational.Opening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace K3Monitor.Store.Relational;

/// <summary>
/// The one way to write: one writer at a time, in this process and beside others, each piece of work in one transaction
/// on a context of its own, done again when another process held the database or was first with a key.
/// </summary>
/// <remarks>
/// Safe from any thread. The work may be run more than once and must not act on anything but its context. What it reads
/// is the last word: nobody writes between its reading and its commit. Reads do not come here: on both databases they see
/// the last commit while a write is under way.
/// </remarks>
public sealed class RelationalWriter : IDisposable
{
    /// <summary>How often a piece of work is tried when others are in its way.</summary>
    private const int Attempts = 5;

    /// <summary>How often it is tried when the database is away: once more, for a connection that was kept over a restart of the server.</summary>
    private const int AttemptsWhenAway = 2;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly IDbContextFactory<K3Context> contexts;
    private readonly Dialect dialect;

    internal RelationalWriter(IDbContextFactory<K3Context> contexts, Dialect dialect)
    {
        this.contexts = contexts;
        this.dialect = dialect;
    }

    /// <summary>Runs the work in a transaction, saves what it changed, and commits.</summary>
    /// <returns>What the work returned, once it is durable.</returns>
    /// <exception cref="DbUpdateException">The work violates the model, or five attempts found the database held by another process.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away; nothing was written.</exception>
    /// <exception cref="CommitInDoubtException">The database went away during the commit; the work may be written, whole.</exception>
    public async Task<T> WriteAsync<T>(Func<K3Context, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return await OnceAsync(work, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception fault) when (attempt < MostAttempts(fault))
                {
                    // The next attempt waits for the other process inside the database, by its own time limit.
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs the work in a transaction, saves what it changed, and commits.</summary>
    /// <inheritdoc cref="WriteAsync{T}" path="/exception" />
    public Task WriteAsync(Func<K3Context, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (context, token) =>
            {
                await work(context, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private int MostAttempts(Exception fault) => fault is CommitInDoubtException ? 1 : dialect.Judge(fault) switch
    {
        WriteFault.Contended => Attempts,
        WriteFault.Away => AttemptsWhenAway,
        _ => 1,
    };

    private async Task<T> OnceAsync<T>(Func<K3Context, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            IDbContextTransaction transaction = await dialect.BeginWritingAsync(context, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                T result = await work(context, cancellationToken).ConfigureAwait(false);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
    }

    private async Task CommitAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (dialect.Judge(fault) == WriteFault.Away)
        {
            throw new CommitInDoubtException(fault);
        }
    }
}
