using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Ingest.Tests.Lanes;

/// <summary>However many periods one device touches, nobody waits for them, and none goes without a word.</summary>
public sealed class PendingPeriodsTests : IAsyncLifetime
{
    private readonly MemoryStore store = new();
    private readonly FakeTimeProvider wall = new();
    private readonly IngestMeasures measures = new();
    private readonly LaneSet lanes;
    private readonly LaneOutput output;

    public PendingPeriodsTests()
    {
        lanes = new LaneSet(new LaneRules([Plant.Pack()], new LaneOptions()), new PointSamples(store), new FakeTimeProvider(Plant.Now.ToDateTimeOffset()));
        output = lanes.NewOutput();
    }

    public async ValueTask InitializeAsync()
    {
        await lanes.RebuildAsync(Plant.Topology(), readable: true, output, CancellationToken.None);
        output.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        measures.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public void Beyond_the_bound_the_oldest_leave_and_are_counted()
    {
        PendingPeriods pending = Pending(most: 3);
        foreach (int days in new[] { 5, 9, 5, 2, 7, 20 })
            pending.AddLate(ShiftOf(days));
        Assert.Equal((3, 2L), (pending.Count, pending.LeftOut));
    }

    [Fact]
    public async Task What_does_not_fit_into_half_a_second_stays_and_the_newest_come_first()
    {
        PendingPeriods pending = Pending();
        store.Reading = () => wall.Advance(TimeSpan.FromMilliseconds(100));
        foreach (int days in Enumerable.Range(2, 20))
            pending.AddLate(ShiftOf(days));
        await pending.JudgeAsync(Plant.Now, output, CancellationToken.None);
        Assert.Equal(15, pending.Count);
        Assert.Equal(Enumerable.Range(2, 5).Select(d => ShiftOf(d).Start), output.Concluded.Select(v => v.Period.Range.Start).Distinct());
    }

    [Fact]
    public async Task What_the_store_cannot_give_stays()
    {
        PendingPeriods pending = Pending();
        pending.AddLate(ShiftOf(2));
        store.Away = true;
        await pending.JudgeAsync(Plant.Now, output, CancellationToken.None);
        Assert.Equal((1, true), (pending.Count, output.IsEmpty));
    }

    [Fact]
    public async Task A_period_that_begins_before_what_the_store_keeps_is_judged_by_nobody()
    {
        PendingPeriods pending = Pending();
        store.Keeps = TimeSpan.FromDays(30);
        pending.AddLate(ShiftOf(40));
        pending.AddLate(ShiftOf(2));
        await pending.JudgeAsync(Plant.Now, output, CancellationToken.None);
        Assert.Equal(0, pending.Count);
        Assert.Equal(ShiftOf(2).Start, Assert.Single(output.Concluded.Select(v => v.Period.Range.Start).Distinct()));
    }

    private PendingPeriods Pending(int most = PendingPeriods.Most) => new(lanes, measures, new WallClock(wall), most);

    private PointPeriod ShiftOf(int daysAgo) => lanes.PeriodOf(Plant.Point, Plant.Now - TimeSpan.FromDays(daysAgo));
}
