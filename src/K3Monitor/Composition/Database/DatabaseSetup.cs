using K3Monitor.App.Configuration;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Postgres;

namespace K3Monitor.App.Composition.Database;

/// <summary>Puts the database that the settings name into the product or beside it.</summary>
internal static class DatabaseSetup
{
    private const string Kind = "database:kind";
    private const string Connection = "database:connection";

    /// <summary>What is wrong with the settings of the database taken together; each is in its own range already.</summary>
    public static IEnumerable<string> Faults(Settings settings)
    {
        if (OnPostgres(settings))
            return PostgresConnection.Faults(settings.Text(Connection)).Select(fault => $"{settings.Where(Connection)}: {Connection}: {fault}");
        return settings.Text(Connection).Length > 0
            ? [$"{settings.Where(Connection)}: {Connection}: is given, but {Kind} is sqlite, which lies in the data folder"]
            : [];
    }

    /// <summary>Registers the relational store alone.</summary>
    public static IServiceCollection AddK3Database(this IServiceCollection services, Settings settings, DataFolder data) => OnPostgres(settings)
        ? services.AddK3PostgresStore(settings.Text(Connection))
        : services.AddK3RelationalStore(data.Root);

    /// <summary>Registers the relational store and the watch over it.</summary>
    public static IServiceCollection AddK3WatchedDatabase(this IServiceCollection services, Settings settings, DataFolder data)
    {
        services.AddK3Database(settings, data);
        services.AddSingleton<DatabaseWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
        return services;
    }

    private static bool OnPostgres(Settings settings) => settings.Text(Kind) == "postgresql";
}
