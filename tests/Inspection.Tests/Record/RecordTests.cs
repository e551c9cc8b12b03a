using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Rules.Incidents;

namespace K3Monitor.Inspection.Tests.Record;

public sealed class RecordTests : IAsyncLifetime
{
    private Plant plant = null!;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        Finding[] findings = [.. Enumerable.Range(0, 5).Select(i => Some.Finding(plant.Point("tangki-1-h2s"), shift: Some.Shift + TimeSpan.FromDays(i)))];
        await plant.Register.ApplyAsync(findings, [], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task An_untouched_record_is_whole()
    {
        RecordCheck check = await VerifyAsync();
        Assert.Equal((true, 6L), (check.IsWhole, check.Rows));
    }

    [Theory]
    [InlineData("UPDATE \"Record\" SET \"Note\" = 'x' WHERE \"Sequence\" = 3")]
    [InlineData("DELETE FROM \"Record\" WHERE \"Sequence\" = 3")]
    [InlineData("DELETE FROM \"Record\"")]
    public void The_database_refuses_to_change_it(string sql)
    {
        System.Data.Common.DbException refused = Assert.ThrowsAny<System.Data.Common.DbException>(() => plant.Sql(sql));
        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE \"Record\" SET \"At\" = \"At\" + 1 WHERE \"Sequence\" = 3", 3)]
    [InlineData("UPDATE \"Record\" SET \"Kind\" = \"Kind\" || 'x' WHERE \"Sequence\" = 1", 1)]
    [InlineData("UPDATE \"Record\" SET \"Note\" = '' WHERE \"Sequence\" = 4", 4)]
    [InlineData("UPDATE \"Record\" SET \"ActorName\" = \"Cause\", \"Cause\" = \"ActorName\" WHERE \"Sequence\" = 6", 6)]
    [InlineData("UPDATE \"Record\" SET \"Payload\" = '{}' WHERE \"Sequence\" = 2", 2)]
    [InlineData("DELETE FROM \"Record\" WHERE \"Sequence\" = 3", 4)]
    [InlineData("UPDATE \"Record\" SET \"PreviousHash\" = \"Hash\" WHERE \"Sequence\" = 5", 5)]
    public async Task Whoever_removes_the_refusal_and_changes_it_is_found_at_the_first_broken_row(string sql, long row)
    {
        plant.Sql(Databases.DropGuards);
        Assert.Equal(1, plant.Sql(sql));
        RecordCheck check = await VerifyAsync();
        Assert.Equal(row, check.Fault?.Sequence);
    }

    private Task<RecordCheck> VerifyAsync() => plant.Get<IRecord>().VerifyAsync(CancellationToken.None);
}
