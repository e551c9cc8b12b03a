using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Store.Relational.OwnLife;

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

    [Fact]
    public async Task An_outage_of_our_own_that_becomes_known_while_it_is_away_takes_no_lane_its_history_and_charges_nobody()
    {
        await pipeline.Start();
        await pipeline.Send(15, -20);
        await pipeline.Send(2, -19);
        await pipeline.Register.First(IsCeiling);
        await pipeline.Stored();
        pipeline.Store.Away = true;
        pipeline.Hearing.Outages = new OwnOutages(1, [new OwnOutage(new TimeRange(Plant.At(-5), Plant.At(-4)), OutageCause.Paused)]);
        await pipeline.Send(25, -1);
        Finding both = await pipeline.Register.First(f => IsCeiling(f) && f.Occurrences.Count == 2);
        Assert.Equal([Plant.At(-20), Plant.At(-1)], both.Occurrences.Select(o => o.Start));
        await Ticking(() => Rules().Detail.Contains("1 points are judged without what is known of an outage", StringComparison.Ordinal));
        await pipeline.Tick(TimeSpan.FromMinutes(40));
        await pipeline.Tick();
        Assert.DoesNotContain(pipeline.Register.Findings, IsSilentAfterwards);

        pipeline.Store.Away = false;
        await Ticking(IsSilentAfterwards);
        await Ticking(() => Rules().Condition == PartCondition.Healthy);
    }

    [Fact]
    public async Task Periods_that_ended_while_it_was_away_are_concluded_afterwards_with_samples_or_without()
    {
        pipeline.Store.Away = true;
        await pipeline.Start();
        await pipeline.Send(2);
        await pipeline.Tick(TimeSpan.FromDays(3));
        await pipeline.Send(2, 3 * 24 * 60);
        pipeline.Store.Away = false;
        Instant silent = Plant.At(-120) + TimeSpan.FromDays(1);
        await Ticking(() => new[] { Plant.At(-120), silent }.All(start => pipeline.Register.Concluded.Exists(v => v.Period.Range.Start == start)));
        Assert.Contains(pipeline.Register.Findings, f => f.Key.PeriodStart == silent && f.Key.LimitId.EndsWith("duty", StringComparison.Ordinal) && f.Occurrences.Count > 0);
    }

    [Fact]
    public async Task Away_at_the_start_what_the_rules_had_not_finished_is_judged_although_the_store_has_it()
    {
        await pipeline.Start();
        pipeline.Register.FailuresToCome = int.MaxValue;
        await pipeline.Send(15, -1);
        await pipeline.Register.Failed(1);
        await pipeline.Stored();
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
        await pipeline.Kill();
        pipeline.Register.FailuresToCome = 0;
        pipeline.Store.Away = true;
        await pipeline.Start();
        Assert.Equal(15.0, (await pipeline.Register.First(IsCeiling)).Occurrences.Single().Peak);
    }

    private static bool IsSilentAfterwards(Finding finding) =>
        finding.Key.LimitId.EndsWith("duty", StringComparison.Ordinal) && finding.Occurrences.Any(o => o.Start >= Plant.At(-1));

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
