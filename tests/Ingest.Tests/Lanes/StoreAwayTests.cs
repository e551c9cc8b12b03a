using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;

namespace K3Monitor.Ingest.Tests.Lanes;

/// <summary>The telemetry store is a server that is away: nothing is lost, nothing waits for it, and what only it knows is made up for.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private readonly Pipeline pipeline = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    [Fact]
    public async Task Away_at_the_start_samples_are_acknowledged_and_judged_silence_before_them_is_not_told_and_all_is_stored_when_it_is_back()
    {
        pipeline.Store.Away = true;
        await pipeline.Start();
        await pipeline.Send(2, -3);
        await pipeline.Send(15, -2);
        Finding found = await pipeline.Register.First(IsCeiling);
        Assert.Equal((Plant.At(-120), 15.0), (found.Key.PeriodStart, found.Occurrences.Single().Peak));
        await Ticking(() => Store().Detail.Contains("2 samples", StringComparison.Ordinal) && Rules().Condition == PartCondition.Degraded);
        Assert.Equal(PartCondition.Failed, Store().Condition);
        Assert.Contains("away since", Store().Detail, StringComparison.Ordinal);
        Assert.Contains("connection refused", Store().Detail, StringComparison.Ordinal);
        Assert.Contains("1 points are judged without", Rules().Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(pipeline.Register.Findings, f => f.Key.LimitId.EndsWith("duty", StringComparison.Ordinal));

        pipeline.Store.Away = false;
        await Ticking(() => Store().Condition == PartCondition.Healthy && Rules().Condition == PartCondition.Healthy);
        Assert.Equal([2.0, 15.0], pipeline.Store.All.Select(s => s.Sample.Value));
        Assert.Equal(pipeline.Measures.Accepted, pipeline.Measures.Stored);

        // The shift began two hours ago: with the store there, its silent part is told.
        Assert.Contains(pipeline.Register.Findings, f => f.Key.LimitId.EndsWith("duty", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restarted_while_it_is_away_the_lanes_are_given_what_the_journal_holds_behind_the_store()
    {
        await pipeline.Start();
        await pipeline.Send(2, -30);
        await pipeline.Stored();
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
        pipeline.Store.Away = true;
        await pipeline.Send(15, -20);
        await pipeline.Send(2, -19);
        await pipeline.Register.First(IsCeiling);
        await pipeline.Kill();

        await pipeline.Start();
        await pipeline.Send(25, -1);
        Finding both = await pipeline.Register.First(f => IsCeiling(f) && f.Occurrences.Count == 2);
        Assert.Equal([Plant.At(-20), Plant.At(-1)], both.Occurrences.Select(o => o.Start));

        pipeline.Store.Away = false;
        await Ticking(() => Store().Condition == PartCondition.Healthy && Rules().Condition == PartCondition.Healthy);
        Assert.Equal([2.0, 15.0, 2.0, 25.0], pipeline.Store.All.Select(s => s.Sample.Value));
        Assert.Single(pipeline.Register.Findings.Where(IsCeiling).Select(f => f.Key).Distinct());
    }

    [Fact]
    public async Task Late_data_that_need_the_store_wait_for_it_and_hold_up_nothing_that_comes_live()
    {
        await pipeline.Start();
        await pipeline.Send(2);
        await pipeline.Stored();
        pipeline.Store.Away = true;
        await pipeline.Send(15, -60);
        await Ticking(() => Rules().Detail.Contains("1 periods wait", StringComparison.Ordinal));
        await pipeline.Send(20, 1);
        Finding live = await pipeline.Register.First(IsCeiling);
        Assert.Equal(20.0, live.Occurrences.Single().Peak);

        pipeline.Store.Away = false;
        Finding late = await Ticking(f => IsCeiling(f) && f.Occurrences.Count == 2);
        Assert.Equal((true, 15.0), (late.FoundLate, late.Occurrences[0].Peak));
    }

    private static bool IsCeiling(Finding finding) => finding.Key.LimitId.EndsWith("ceiling", StringComparison.Ordinal) && finding.Occurrences.Count > 0;

    private PartHealth Store() => Part("store");

    private PartHealth Rules() => Part("rules");

    private PartHealth Part(string name) => pipeline.Health.Parts.Single(p => p.Part == name);

    private async Task Ticking(Func<bool> holds)
    {
        while (!holds())
            await pipeline.Tick();
    }

    private async Task<Finding> Ticking(Func<Finding, bool> wanted)
    {
        await Ticking(() => pipeline.Register.Findings.Exists(f => wanted(f)));
        return pipeline.Register.Findings.First(wanted);
    }
}
