using K3Monitor.Store.Relational.Opening;
using K3Monitor.Store.Relational.Postgres;
using K3Monitor.Store.Relational.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        return Add(services, provider => new SqliteDialect(Path.Combine(directory, FileName), provider));
    }

    /// <summary>Registers the same on a PostgreSQL database.</summary>
    /// <param name="services">The product's services.</param>
    /// <param name="connection">Npgsql connection string; what it leaves open is filled by <see cref="PostgresConnection"/>.</param>
    /// <exception cref="ArgumentException">The connection string is unusable; <see cref="PostgresConnection.Faults"/> tells why.</exception>
    public static IServiceCollection AddK3PostgresStore(this IServiceCollection services, string connection)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (PostgresConnection.Faults(connection) is { Count: > 0 } faults)
            throw new ArgumentException(string.Join("; ", faults), nameof(connection));
        return Add(services, provider => new PostgresDialect(connection, provider));
    }

    /// <summary>Makes the database, or brings an older one up to this version. Run before anything reads; can be run again.</summary>
    /// <inheritdoc cref="DatabaseOpening.OpenAsync" path="/exception" />
    public static Task MigrateK3RelationalStoreAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<DatabaseOpening>().OpenAsync(cancellationToken);
    }

    private static IServiceCollection Add(IServiceCollection services, Func<IServiceProvider, Dialect> dialect)
    {
        services.AddSingleton(dialect);
        services.AddSingleton<GatedContexts>();
        services.AddSingleton<IDbContextFactory<K3Context>>(provider => provider.GetRequiredService<GatedContexts>());
        services.AddScoped(provider => provider.GetRequiredService<GatedContexts>().CreateDbContext());
        services.AddSingleton(provider => new RelationalWriter(provider.GetRequiredService<GatedContexts>(), provider.GetRequiredService<Dialect>()));
        services.AddSingleton(provider => new DatabaseOpening(provider.GetRequiredService<Dialect>(), provider.GetRequiredService<GatedContexts>()));
        return services;
    }
}
