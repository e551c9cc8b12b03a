using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Store.Tests.Relational.Databases;

/// <summary>What the relational store promises, whichever database keeps it. Every class of tests below runs on each.</summary>
public abstract class RelationalStoreContract : IAsyncLifetime
{
    private readonly List<ServiceProvider> processes = [];

    /// <summary>The process under test; its database is empty but for the schema.</summary>
    protected IServiceProvider First { get; private set; } = null!;

    protected RelationalWriter Writer => First.GetRequiredService<RelationalWriter>();

    public virtual async ValueTask InitializeAsync()
    {
        await MakeEmptyAsync();
        First = AnotherProcess();
        await First.MigrateK3RelationalStoreAsync(CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider process in processes)
            await process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an empty database.</summary>
    protected abstract Task MakeEmptyAsync();

    /// <summary>Registers the store on the database that was made.</summary>
    protected abstract IServiceCollection Add(IServiceCollection services);

    /// <summary>The same database with a writer's gate of its own, as another process would have.</summary>
    protected IServiceProvider AnotherProcess()
    {
        ServiceProvider process = Add(new ServiceCollection().AddLogging()).BuildServiceProvider();
        processes.Add(process);
        return process;
    }

    protected K3Context Context() => Context(First);

    protected static K3Context Context(IServiceProvider process) => process.GetRequiredService<IDbContextFactory<K3Context>>().CreateDbContext();

    /// <summary>Saves rows in one transaction.</summary>
    protected Task SaveAsync(params object[] rows) => Writer.WriteAsync(
        (context, _) =>
        {
            context.AddRange(rows);
            return Task.CompletedTask;
        },
        CancellationToken.None);
}
