using K3Monitor.Tests.Servers;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace K3Monitor.Tests.Servers;

/// <summary>One server for all tests of a project that only need a database of their own; started by the first that asks.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(PostgresServer.StartNewAsync);

    /// <summary>An empty database on the shared server.</summary>
    public static async Task<string> NewDatabaseAsync(string options = "") => await (await Server.Value.ConfigureAwait(false)).NewDatabaseAsync(options).ConfigureAwait(false);

    /// <summary>The shared server.</summary>
    public static Task<PostgresServer> GetAsync() => Server.Value;

    public async ValueTask DisposeAsync()
    {
        if (Server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await Server.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
