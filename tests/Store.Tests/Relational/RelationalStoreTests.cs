using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Store.Tests.Relational;

public sealed class RelationalStoreTests : IAsyncLifetime
{
    /// <summary>Computed outside this product, from the description in docs/data-model.md.</summary>
    private const string KnownHash = "db2e1ca711fec226b2e9c5b59c1813857dfc20cf8437419c675325b338f54882";

    private readonly string folder = Directory.CreateTempSubdirectory("k3-relational-").FullName;
    private ServiceProvider services = null!;

    public async ValueTask InitializeAsync()
    {
        services = new ServiceCollection().AddLogging().AddK3RelationalStore(Path.Combine(folder, "made", "on", "demand")).BuildServiceProvider();
        await services.MigrateK3RelationalStoreAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("foreign_keys", "1")]
    [InlineData("synchronous", "2")]
    public async Task Every_connection_has_its_settings(string pragma, string expected)
    {
        await using K3Context context = Context();
        await context.Database.OpenConnectionAsync();
        await using System.Data.Common.DbCommand command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        Assert.Equal(expected, Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_hash_of_a_row_is_fixed_for_good()
    {
        RecordEntry entry = Entry();
        Assert.Equal(KnownHash, RecordChain.HashOf(entry));
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_hash()
    {
        RecordEntry moved = Entry();
        moved.Kind = "incident.opene";
        moved.Subject = "dincident/1";
        Assert.NotEqual(RecordChain.HashOf(Entry()), RecordChain.HashOf(moved));
        RecordEntry blank = Entry();
        blank.Note = "";
        Assert.NotEqual(RecordChain.HashOf(Entry()), RecordChain.HashOf(blank));
    }

    private static RecordEntry Entry() => new()
    {
        Sequence = 1,
        At = new Instant(1_764_057_600_123_456),
        Kind = "incident.opened",
        Subject = "incident/1",
        ActorId = "job/rules",
        ActorName = "K3Monitor",
        Cause = "id.test/h2s @ 2018-1",
        Payload = "{}",
        PreviousHash = RecordChain.Genesis,
        Hash = "",
    };

    private K3Context Context() => services.GetRequiredService<IDbContextFactory<K3Context>>().CreateDbContext();
}
