using System.Collections.Concurrent;
using K3Monitor.Store.Relational;
using K3Monitor.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Inspection.Tests.Support;

/// <summary>
/// Which database these tests run on: SQLite, or with <c>K3_TEST_DATABASE=postgresql</c> a real PostgreSQL server. A
/// plant's folder names its database on either.
/// </summary>
public static class Databases
{
    private static readonly ConcurrentDictionary<string, string> OnServer = new(StringComparer.Ordinal);

    private static bool OnPostgres => Environment.GetEnvironmentVariable("K3_TEST_DATABASE") == "postgresql";

    /// <summary>Takes away what keeps the record from being changed, as the owner of the database can.</summary>
    public static string DropGuards => OnPostgres
        ? """DROP TRIGGER "Record_append_only" ON "Record";"""
        : """DROP TRIGGER "Record_no_update"; DROP TRIGGER "Record_no_delete";""";

    /// <summary>A new folder; its database is empty.</summary>
    public static async Task<string> NewFolderAsync()
    {
        string folder = Directory.CreateTempSubdirectory("k3-inspection-").FullName;
        if (OnPostgres)
            OnServer[folder] = await SharedPostgres.NewDatabaseAsync();
        return folder;
    }

    /// <summary>Registers the store of a folder.</summary>
    public static IServiceCollection AddStoreOf(this IServiceCollection services, string folder) =>
        OnServer.TryGetValue(folder, out string? connection) ? services.AddK3PostgresStore(connection) : services.AddK3RelationalStore(folder);
}
