using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Inspection.Tests.Incidents;

public sealed class ListTests : IAsyncLifetime
{
    private Plant plant = null!;
    private int[] points = [];

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        points = [plant.Point("tangki-1-h2s"), plant.Point("tangki-2-h2s")];
        Finding[] findings = [.. Enumerable.Range(0, 30).Select(At)];
        await plant.Register.ApplyAsync(findings, [], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Theory]
    [CombinatorialSorts]
    public async Task Every_order_pages_through_all_rows_once_by_cursor_while_rows_are_added(IncidentSort sort, bool descending)
    {
        var seen = new List<IncidentRow>();
        string? cursor = null;
        int added = 30;
        do
        {
            Page<IncidentRow> page = await ListAsync(new IncidentFilter(), sort, descending, new PageRequest(7, Cursor: cursor));
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
            await plant.Register.ApplyAsync([At(added++)], [], CancellationToken.None);
        }
        while (cursor is not null);
        Assert.Equal(seen.Count, seen.Select(r => r.Id).Distinct().Count());
        Assert.Superset(Enumerable.Range(1, 30).ToHashSet(), seen.Select(r => r.Id).ToHashSet());
        Assert.Equal(Sorted(seen, sort, descending), seen.Select(r => r.Id));
    }

    [Theory]
    [CombinatorialSorts]
    public async Task Pages_by_number_follow_the_same_order(IncidentSort sort, bool descending)
    {
        var seen = new List<IncidentRow>();
        for (int number = 1; number <= 4; number++)
            seen.AddRange((await ListAsync(new IncidentFilter(), sort, descending, new PageRequest(8, number))).Items);
        Assert.Equal(30, seen.Count);
        Assert.Equal(Sorted(seen, sort, descending), seen.Select(r => r.Id));
    }

    [Theory]
    [InlineData("%", 0)]
    [InlineData("_", 0)]
    [InlineData("\\", 0)]
    [InlineData("tangki 1", 15)]
    [InlineData("BATAM", 30)]
    [InlineData("inc-2026-00007", 1)]
    [InlineData("'; DROP TABLE Incidents;--", 0)]
    public async Task A_search_text_is_taken_literally(string text, int expected) =>
        Assert.Equal(expected, (await ListAsync(new IncidentFilter(Text: text))).Total);

    [Fact]
    public async Task Each_filter_restricts_and_all_together_agree()
    {
        Assert.Equal(8, (await ListAsync(new IncidentFilter(Severity: Severity.Low))).Total);
        Assert.Equal(15, (await ListAsync(new IncidentFilter(Active: true))).Total);
        Assert.Equal(30, (await ListAsync(new IncidentFilter(State: IncidentState.New, Kind: LimitKind.Ceiling, QuantityId: "gas.h2s", Province: "ID-KR", Verified: false))).Total);
        Assert.Equal(0, (await ListAsync(new IncidentFilter(Verified: true))).Total);
        Assert.Equal(0, (await ListAsync(new IncidentFilter(SiteId: 77))).Total);
        Instant tenth = At(10).Occurrences[0].Start;
        Assert.Equal(20, (await ListAsync(new IncidentFilter(From: tenth))).Total);
        Assert.Equal(10, (await ListAsync(new IncidentFilter(To: tenth))).Total);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a cursor")]
    [InlineData("bnVsbA")]
    [InlineData("e30")]
    public async Task An_unreadable_cursor_is_refused(string cursor) => await Assert.ThrowsAsync<FormatException>(
        () => ListAsync(new IncidentFilter(), IncidentSort.Site, true, new PageRequest(Cursor: cursor)));

    [Fact]
    public async Task A_page_far_behind_the_last_is_empty()
    {
        Page<IncidentRow> page = await plant.Incidents.ListAsync(
            Plant.Administrator, new IncidentFilter(), IncidentSort.BreachStart, true, new PageRequest(25, int.MaxValue), CancellationToken.None);
        Assert.Empty(page.Items);
        Assert.True(page.Total > 0);
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        string? cursor = (await ListAsync(new IncidentFilter(), IncidentSort.Severity, true, new PageRequest(5))).NextCursor;
        await Assert.ThrowsAsync<FormatException>(() => ListAsync(new IncidentFilter(), IncidentSort.State, true, new PageRequest(5, Cursor: cursor)));
        await Assert.ThrowsAsync<FormatException>(() => ListAsync(new IncidentFilter(), IncidentSort.Severity, false, new PageRequest(5, Cursor: cursor)));
    }

    private Finding At(int i) => Some.Finding(
        points[i % 2], active: i % 2 == 0, peak: 11 + (i % 7), limit: Some.Ceiling((Severity)(i % 4)), shift: Some.Shift + TimeSpan.FromDays(i));

    private Task<Page<IncidentRow>> ListAsync(IncidentFilter filter, IncidentSort sort = IncidentSort.BreachStart, bool descending = true, PageRequest? page = null) =>
        plant.Incidents.ListAsync(Plant.Inspector, filter, sort, descending, page ?? new PageRequest(), CancellationToken.None);

    private static IEnumerable<int> Sorted(List<IncidentRow> rows, IncidentSort sort, bool descending)
    {
        IOrderedEnumerable<IncidentRow> order = rows.OrderBy(
            r => sort switch
            {
                IncidentSort.Severity => (int)r.Severity,
                IncidentSort.State => (int)r.State,
                IncidentSort.ShareOfLimit => r.ShareOfLimit ?? -1,
                _ => 0.0,
            }).ThenBy(r => r.BreachStart).ThenBy(r => r.Id);
        return (descending ? order.Reverse() : order).Select(r => r.Id);
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialSortsAttribute : Xunit.v3.DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<IncidentSort>().SelectMany(s => new[] { new TheoryDataRow<IncidentSort, bool>(s, false), new TheoryDataRow<IncidentSort, bool>(s, true) })]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
