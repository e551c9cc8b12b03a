using K3Monitor.Store.Relational;
using K3Monitor.Tests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace K3Monitor.Store.Tests.Relational.Databases;

/// <summary>Where a class of the contract puts its database.</summary>
public interface IDatabaseUnderTest : IAsyncDisposable
{
    /// <summary>Makes it, empty.</summary>
    Task MakeAsync();

    IServiceCollection Add(IServiceCollection services);
}

/// <summary>A SQLite file in a folder that does not exist yet.</summary>
public sealed class OnSqlite : IDatabaseUnderTest
{
    private readonly string folder = Directory.CreateTempSubdirectory("k3-relational-").FullName;

    public Task MakeAsync() => Task.CompletedTask;

    public IServiceCollection Add(IServiceCollection services) => services.AddK3RelationalStore(Path.Combine(folder, "made", "on", "demand"));

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A database on a real PostgreSQL server.</summary>
public sealed class OnPostgres : IDatabaseUnderTest
{
    private string connection = "";

    public async Task MakeAsync() => connection = await SharedPostgres.NewDatabaseAsync();

    public IServiceCollection Add(IServiceCollection services) => services.AddK3PostgresStore(connection);

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The contract on one database.</summary>
public abstract class RelationalStoreContract<TDatabase> : RelationalStoreContract
    where TDatabase : IDatabaseUnderTest, new()
{
    private readonly TDatabase database = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override Task MakeEmptyAsync() => database.MakeAsync();

    protected override IServiceCollection Add(IServiceCollection services) => database.Add(services);
}
