using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Opening;

/// <summary>
/// Gives out contexts, but none while the database waits to be brought up to this version: a page that read an older
/// schema would fail in a way that tells nobody why.
/// </summary>
internal sealed class GatedContexts(Dialect dialect) : IDbContextFactory<K3Context>
{
    private volatile bool shut;

    /// <exception cref="DatabaseAwayException">The database waits to be brought up to this version.</exception>
    public K3Context CreateDbContext() =>
        shut ? throw new DatabaseAwayException($"the database {dialect.Where} has not been opened yet") : dialect.NewContext();

    public void Shut() => shut = true;

    public void Open() => shut = false;
}
