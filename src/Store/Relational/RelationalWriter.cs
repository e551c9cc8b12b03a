using K3Monitor.Store.Relational.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace K3Monitor.Store.Relational;

/// <summary>
/// The one way to write: one writer at a time in a process, each piece of work in one transaction on a context of its
/// own, done again when another process held the database or was first with a key.
/// </summary>
/// <remarks>
/// Safe from any thread. The work may be run more than once and must not act on anything but its context. Reads do not
/// come here: the write-ahead log lets them see the last commit while a write is under way.
/// </remarks>
public sealed class RelationalWriter(IDbContextFactory<K3Context> contexts) : IDisposable
{
    private const int Attempts = 5;
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Runs the work in a transaction, saves what it changed, and commits.</summary>
    /// <returns>What the work returned, once it is durable.</returns>
    /// <exception cref="DbUpdateException">The work violates the model, or five attempts found the database held by another process.</exception>
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
                catch (Exception fault) when (attempt < Attempts && SqliteDialect.IsWorthRetrying(fault))
                {
                    // The next attempt waits for the other process inside the database, by its busy timeout.
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

    private async Task<T> OnceAsync<T>(Func<K3Context, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                T result = await work(context, cancellationToken).ConfigureAwait(false);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
    }
}
