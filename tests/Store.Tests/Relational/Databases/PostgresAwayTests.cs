using System.Data.Common;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Opening;
using K3Monitor.Store.Relational.Places;
using K3Monitor.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Store.Tests.Relational.Databases;

/// <summary>What a server that goes away and comes back, or does not let us in, does to the store. The server is this class's own.</summary>
public sealed class PostgresAwayTests : IAsyncLifetime
{
    private readonly List<ServiceProvider> processes = [];
    private PostgresServer server = null!;

    public async ValueTask InitializeAsync() => server = await PostgresServer.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider process in processes)
            await process.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task After_kill_9_and_a_start_what_was_committed_is_there_and_the_first_write_succeeds_on_connections_kept_from_before()
    {
        IServiceProvider process = await OpenAsync(await server.NewDatabaseAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => ReadAsync(process))));
        await WriteAsync(process, "before");
        await server.Kill9Async();
        await server.StartAsync();
        await WriteAsync(process, "after");
        Assert.Equal(["after", "before"], await ReadAsync(process));
    }

    [Fact]
    public async Task While_the_server_is_down_reads_and_writes_say_so_and_opening_is_worth_trying_again()
    {
        string connection = await server.NewDatabaseAsync();
        IServiceProvider process = await OpenAsync(connection);
        await server.Kill9Async();
        Assert.True(DatabaseFault.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(process, "lost"))));
        Assert.True(DatabaseFault.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(process))));

        IServiceProvider late = Process(connection);
        await Assert.ThrowsAsync<DatabaseAwayException>(() => late.MigrateK3RelationalStoreAsync(CancellationToken.None));
        Assert.Throws<DatabaseAwayException>(() => late.GetRequiredService<IDbContextFactory<K3Context>>().CreateDbContext());
        await server.StartAsync();
        await late.MigrateK3RelationalStoreAsync(CancellationToken.None);
        await WriteAsync(late, "kept");
        Assert.Equal(["kept"], await ReadAsync(process));
    }

    [Fact]
    public async Task A_server_that_stands_still_is_given_up_in_time_and_used_again_when_it_goes_on()
    {
        IServiceProvider process = await OpenAsync(await server.NewDatabaseAsync() + ";Command Timeout=1;Timeout=1;Cancellation Timeout=200");
        await WriteAsync(process, "before");
        await server.StopAsync();
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(process, "lost"));
        await server.ContinueAsync();
        Assert.True(DatabaseFault.IsAway(fault), fault.ToString());
        await WriteAsync(process, "after");
        Assert.Equal(["after", "before"], await ReadAsync(process));
    }

    [Fact]
    public async Task More_readers_than_connections_wait_for_one()
    {
        IServiceProvider process = await OpenAsync(await server.NewDatabaseAsync() + ";Maximum Pool Size=3;Timeout=60");
        await WriteAsync(process, "one");
        string[][] read = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ReadAsync(process))));
        Assert.All(read, r => Assert.Equal(["one"], r));
    }

    [Fact]
    public async Task What_trying_again_cannot_help_is_told_with_what_to_do()
    {
        await RefusedAsync(server.Connection("postgres", "wrong"), "password");
        await RefusedAsync(server.Connection("absent"), "does not exist");
        await RefusedAsync(await server.NewDatabaseAsync("ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"), "LATIN1");
        string newer = await server.NewDatabaseAsync();
        await OpenAsync(newer);
        await PostgresServer.ExecuteAsync(newer, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Later', '99')");
        await RefusedAsync(newer, "99990101000000_Later");
    }

    private async Task RefusedAsync(string connection, string word)
    {
        DbException refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => OpenAsync(connection));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    private async Task<IServiceProvider> OpenAsync(string connection)
    {
        IServiceProvider process = Process(connection);
        await process.MigrateK3RelationalStoreAsync(CancellationToken.None);
        return process;
    }

    private ServiceProvider Process(string connection)
    {
        ServiceProvider process = new ServiceCollection().AddLogging().AddK3PostgresStore(connection).BuildServiceProvider();
        processes.Add(process);
        return process;
    }

    private static Task WriteAsync(IServiceProvider process, string name) => process.GetRequiredService<RelationalWriter>().WriteAsync(
        (context, _) =>
        {
            context.Companies.Add(new Company { Slug = name, Name = name });
            return Task.CompletedTask;
        },
        CancellationToken.None);

    private static async Task<string[]> ReadAsync(IServiceProvider process)
    {
        await using K3Context context = process.GetRequiredService<IDbContextFactory<K3Context>>().CreateDbContext();
        return await context.Companies.OrderBy(c => c.Name).Select(c => c.Name).ToArrayAsync();
    }
}
