using K3Monitor.Store.Relational.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace K3Monitor.Store.Relational;

/// <summary>Puts the relational store into the product.</summary>
public static class RelationalStoreSetup
{
    /// <summary>Name of the database file in the data folder.</summary>
    public const string FileName = "k3monitor.db";

    /// <summary>
    /// Registers the context factory, the context for Identity's stores (scoped), and the writer, on a SQLite file in
    /// <paramref name="directory"/>.
    /// </summary>
    public static IServiceCollection AddK3RelationalStore(this IServiceCollection services, string directory)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        services.AddDbContextFactory<K3Context>(options => SqliteDialect.Use(options, Path.Combine(directory, FileName)));
        services.TryAddSingleton<RelationalWriter>();
        return services;
    }

    /// <summary>Makes the folder and the database, or brings an older one up to this version. Run once before anything reads.</summary>
    public static async Task MigrateK3RelationalStoreAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(services);
        IDbContextFactory<K3Context> contexts = services.GetRequiredService<IDbContextFactory<K3Context>>();
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            string file = context.Database.GetDbConnection().DataSource;
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
                Directory.CreateDirectory(folder);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
