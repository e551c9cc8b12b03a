using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Places;
using K3Monitor.Store.Relational.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Store.Tests.Relational.Databases;

public abstract class WritingTests<TDatabase> : RelationalStoreContract<TDatabase>
    where TDatabase : IDatabaseUnderTest, new()
{
    [Fact]
    public async Task Opening_again_or_from_several_processes_at_once_changes_nothing_and_the_model_has_no_change_without_a_migration()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AnotherProcess().MigrateK3RelationalStoreAsync(CancellationToken.None)));
        await using K3Context context = Context();
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Equal(1, await context.TopologyRevisions.CountAsync());
    }

    [Fact]
    public async Task Writers_at_once_in_one_process_wait_their_turn_and_none_is_lost()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => SaveAsync(new Company { Slug = $"c-{i}", Name = $"C {i}" }))));
        await using K3Context context = Context();
        Assert.Equal(40, await context.Companies.CountAsync());
    }

    [Fact]
    public async Task A_second_row_with_the_same_key_is_refused_after_the_attempts_and_the_gate_is_free_again()
    {
        await SaveAsync(new Company { Slug = "same", Name = "Same" });
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(new Company { Slug = "same", Name = "Same" }));
        await SaveAsync(new Company { Slug = "other", Name = "Other" });
        await using K3Context context = Context();
        Assert.Equal(2, await context.Companies.CountAsync());
    }

    [Fact]
    public async Task Two_processes_that_find_one_breach_at_once_leave_one_incident()
    {
        MeasurementPoint point = Rows.Point(Rows.Site("satu"));
        LimitSnapshot limit = Rows.Limit();
        await SaveAsync(point, limit);
        RelationalWriter[] writers = [Writer, AnotherProcess().GetRequiredService<RelationalWriter>()];
        bool[] opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => writers[i % 2].WriteAsync(
            async (context, token) =>
            {
                if (await context.Incidents.AnyAsync(x => x.PointId == point.Id && x.PeriodStart == Rows.Noon, token))
                    return false;
                context.Incidents.Add(Rows.Incident(point, limit, i + 1));
                return true;
            },
            CancellationToken.None))));
        Assert.Single(opened, o => o);
        await using K3Context context = Context();
        Assert.Equal(1, await context.Incidents.CountAsync());
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_incident_of_one_breach()
    {
        MeasurementPoint point = Rows.Point(Rows.Site("satu"));
        LimitSnapshot limit = Rows.Limit();
        await SaveAsync(point, limit);
        await SaveAsync(Rows.Incident(point, limit, 1));
        await using K3Context past = Context();
        past.Incidents.Add(Rows.Incident(point, limit, 2));
        await Assert.ThrowsAsync<DbUpdateException>(() => past.SaveChangesAsync());
    }

    [Fact]
    public async Task A_record_that_two_processes_write_at_once_is_one_chain()
    {
        const int Each = 25;
        await Task.WhenAll(((RelationalWriter[])[Writer, AnotherProcess().GetRequiredService<RelationalWriter>()]).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
                await writer.WriteAsync(AppendAsync, CancellationToken.None);
        })));
        await using K3Context context = Context();
        List<RecordEntry> chain = await context.Record.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 2 * Each).Select(i => (long)i), chain.Select(e => e.Sequence));
        string previous = RecordChain.Genesis;
        foreach (RecordEntry entry in chain)
        {
            Assert.Equal(previous, entry.PreviousHash);
            Assert.Equal(RecordChain.HashOf(entry), previous = entry.Hash);
        }
    }

    [Theory]
    [InlineData("UPDATE \"Record\" SET \"Note\" = 'x'")]
    [InlineData("DELETE FROM \"Record\"")]
    public async Task The_record_refuses_to_be_changed(string sql)
    {
        await SaveAsync(Rows.Record(1, RecordChain.Genesis));
        await using K3Context context = Context();
        System.Data.Common.DbException refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Database.ExecuteSqlRawAsync(sql));
        Assert.Contains("the record is append-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_sees_the_last_commit_while_a_write_is_under_way()
    {
        await Writer.WriteAsync(
            async (context, token) =>
            {
                context.Companies.Add(new Company { Slug = "new", Name = "New" });
                await context.SaveChangesAsync(token);
                await using K3Context reader = Context();
                Assert.Equal(0, await reader.Companies.CountAsync(token));
            },
            CancellationToken.None);
        await using K3Context later = Context();
        Assert.Equal(1, await later.Companies.CountAsync());
    }

    private static async Task AppendAsync(K3Context context, CancellationToken token)
    {
        RecordEntry? last = await context.Record.AsNoTracking().OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(token);
        context.Record.Add(Rows.Record((last?.Sequence ?? 0) + 1, last?.Hash ?? RecordChain.Genesis));
    }
}

public sealed class SqliteWritingTests : WritingTests<OnSqlite>;

public sealed class PostgresWritingTests : WritingTests<OnPostgres>;
