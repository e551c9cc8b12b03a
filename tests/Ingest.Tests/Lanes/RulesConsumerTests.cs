using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Store.Relational.OwnLife;

namespace K3Monitor.Ingest.Tests.Lanes;

/// <summary>From the journal to the register of incidents: nothing lost, nothing twice, whatever fails.</summary>
public sealed class RulesConsumerTests : IAsyncLifetime
{
    private readonly Pipeline pipeline = new();

    public async ValueTask InitializeAsync() => await pipeline.Start();

    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    [Fact]
    public async Task A_breach_of_the_ceiling_is_one_finding_and_after_a_restart_the_same_one()
    {
        await pipeline.Send(2, -2);
        await pipeline.Send(15, -1);
        Finding first = await pipeline.Register.First(IsCeiling);
        Assert.Equal((Plant.Point, Plant.At(-120), 15.0), (first.Key.PointId, first.Key.PeriodStart, first.Occurrences.Single().Peak));
        Assert.Single(pipeline.Register.Findings.Select(f => f.Key).Where(k => k.LimitId == first.Key.LimitId).Distinct());
        await pipeline.Kill();
        await pipeline.Start();
        Finding again = await pipeline.Register.First(IsCeiling);
        Assert.Equal((first.Key, first.Occurrences.Single()), (again.Key, again.Occurrences.Single()));
        Assert.False(again.FoundLate);
    }

    [Fact]
    public async Task A_register_that_fails_is_tried_again_and_nothing_is_lost_nor_held_up()
    {
        pipeline.Register.FailuresToCome = 2;
        await pipeline.Send(15, -1);
        await pipeline.Register.Failed(1);

        // While the rules are stuck, acknowledgement and store go on.
        await pipeline.Send(3);
        await pipeline.Stored();
        Assert.Equal(2, pipeline.Store.All.Count);
        Assert.Equal(15, (await pipeline.Register.First(IsCeiling)).Occurrences[0].Peak);
        Assert.Equal(2, pipeline.Register.Failures);
    }

    [Fact]
    public async Task A_batch_that_the_register_refused_is_not_fed_again()
    {
        pipeline.Register.FailuresToCome = 2;
        string entries = string.Join(",", Enumerable.Range(0, 100).Select(i => FormattableString.Invariant(
            $"{{\"ts\":{Plant.At(i - 100).UnixMicroseconds / 1000},\"v\":{{\"h2s\":{(i is 5 or 95 ? 15 : 1)}}}}}")));
        await pipeline.SendRaw($"[{entries}]");
        Finding found = await pipeline.Register.First(f => IsCeiling(f) && f.Occurrences.Count == 2);
        Assert.Equal([Plant.At(-95), Plant.At(-5)], found.Occurrences.Select(o => o.Start));
        Assert.Equal(2, pipeline.Register.Failures);
        int before = pipeline.Register.Findings.Count(IsCeiling);
        for (int i = 0; i < 3; i++)
            await pipeline.Tick();
        Assert.Equal(before, pipeline.Register.Findings.Count(IsCeiling));
    }

    [Fact]
    public async Task A_breach_that_nobody_judged_for_three_days_is_found_at_the_next_start()
    {
        pipeline.Register.FailuresToCome = int.MaxValue;
        await pipeline.Send(15, -1);
        await pipeline.Register.Failed(1);
        await pipeline.Stored();
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
        await pipeline.Kill();
        pipeline.Register.FailuresToCome = 0;
        pipeline.Time.Advance(TimeSpan.FromDays(3));
        await pipeline.Start();
        Finding found = await Ticking(IsCeiling);
        Assert.Equal((Plant.At(-120), 15.0, false), (found.Key.PeriodStart, found.Occurrences.Single().Peak, found.FoundLate));
    }

    [Fact]
    public async Task A_breach_that_lasted_when_the_process_stopped_for_three_days_is_ended_with_its_period_at_the_next_start()
    {
        await pipeline.Send(15, -1);
        Assert.True((await pipeline.Register.First(IsCeiling)).IsActive);
        await pipeline.Stored();
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
        pipeline.SaveAll();
        await pipeline.Kill();
        pipeline.Time.Advance(TimeSpan.FromDays(3));
        await pipeline.Start();
        Finding ended = await Ticking(f => IsCeiling(f) && !f.IsActive);
        Assert.Equal((Plant.At(-120), Plant.At(360)), (ended.Key.PeriodStart, ended.AsOf));
    }

    [Fact]
    public async Task A_sample_hours_ahead_of_its_receipt_is_kept_and_neither_judged_nor_carries_the_lane_away()
    {
        await pipeline.Send(20, 7 * 60);
        await pipeline.Send(2, -1);
        await pipeline.Send(15);
        Finding found = await pipeline.Register.First(IsCeiling);
        Assert.Equal((15.0, Plant.At(-120), false), (found.Occurrences.Single().Peak, found.Key.PeriodStart, found.FoundLate));
        await pipeline.Stored();
        Assert.Equal(3, pipeline.Store.All.Count);
        await pipeline.Kill();
        await pipeline.Start();
        Assert.Equal(15.0, (await pipeline.Register.First(IsCeiling)).Occurrences.Single().Peak);
        await pipeline.Tick();
        Assert.Single(pipeline.Register.Findings.Where(IsCeiling).Select(f => f.Key).Distinct());
    }

    [Fact]
    public async Task A_late_breach_in_the_running_period_is_found_late_and_stays_when_more_samples_come()
    {
        await pipeline.Send(2);
        await pipeline.Send(15, -60);
        await pipeline.Send(2, -59);
        Finding late = await Ticking(f => IsCeiling(f) && f.Occurrences.Count == 1);
        Assert.Equal((true, Plant.At(-60)), (late.FoundLate, late.Occurrences[0].Start));
        await pipeline.Send(20, 1);
        Finding both = await pipeline.Register.First(f => IsCeiling(f) && f.Occurrences.Count == 2);
        Assert.Equal([15.0, 20.0], both.Occurrences.Select(o => o.Peak));
    }

    [Fact]
    public async Task A_late_breach_in_a_period_that_is_over_is_found_late()
    {
        await pipeline.Send(2);
        await pipeline.Send(15, -48 * 60);
        Finding late = await Ticking(IsCeiling);
        Assert.Equal((true, Plant.At(-50 * 60)), (late.FoundLate, late.Key.PeriodStart));
    }

    [Fact]
    public async Task A_channel_that_is_assigned_afterwards_is_judged_from_what_the_store_holds()
    {
        pipeline.Registry.Snapshot = Plant.Topology(2, [Plant.H2s(point: null)]);
        await pipeline.Tick();
        await pipeline.Send(15, -1);
        await pipeline.Stored();
        pipeline.Registry.Snapshot = Plant.Topology(3, [Plant.H2s()]);
        Assert.Equal(15, (await Ticking(IsCeiling)).Occurrences[0].Peak);
    }

    [Fact]
    public async Task A_channel_that_moves_is_judged_at_the_point_where_it_was_at_the_time()
    {
        pipeline.Registry.Snapshot = Plant.Topology(
            2, [Plant.H2s() with { Assignments = [new(Plant.Point, new TimeRange(Instant.MinValue, Plant.At(-5))), new(Plant.OtherPoint, new TimeRange(Plant.At(-5), Instant.MaxValue))] }],
            Plant.Point, Plant.OtherPoint);
        await pipeline.Tick();
        await pipeline.Send(15, -6);
        await pipeline.Send(20, -1);
        Assert.Equal(15, (await Ticking(f => IsCeiling(f) && f.Key.PointId == Plant.Point)).Occurrences.Single().Peak);
        Assert.Equal(20, (await Ticking(f => IsCeiling(f) && f.Key.PointId == Plant.OtherPoint)).Occurrences.Single().Peak);
    }

    [Fact]
    public async Task Silence_raises_the_duty_by_the_clock_alone()
    {
        await pipeline.Send(2);
        await pipeline.Stored();
        await pipeline.Tick(TimeSpan.FromMinutes(40));
        Finding silent = await Ticking(f => f.Key.LimitId.EndsWith("duty", StringComparison.Ordinal) && f.Occurrences.Any(o => o.Start >= Plant.Now));
        Assert.Equal(Plant.Point, silent.Key.PointId);
    }

    [Fact]
    public async Task A_time_in_which_we_were_down_raises_no_duty_and_silence_after_it_does()
    {
        pipeline.Hearing.Outages = Outages(1, new TimeRange(Instant.MinValue, Plant.Now));
        await pipeline.Tick();
        await pipeline.Send(2);
        await pipeline.Stored();
        await pipeline.Kill();
        pipeline.Time.Advance(TimeSpan.FromMinutes(40));
        pipeline.Hearing.Outages = Outages(2, new TimeRange(Instant.MinValue, Plant.Now), new TimeRange(Plant.Now, Plant.At(40)));
        await pipeline.Start();
        await pipeline.Send(15, 40);
        await pipeline.Register.First(IsCeiling);
        for (int i = 0; i < 3; i++)
            await pipeline.Tick();
        Assert.DoesNotContain(pipeline.Register.Findings, f => IsDuty(f) && f.Key.PeriodStart == Plant.At(-120));
        await pipeline.Tick(TimeSpan.FromMinutes(30));
        Finding silent = await Ticking(f => IsDuty(f) && f.Key.PeriodStart == Plant.At(-120));
        Assert.Equal(Plant.At(55), silent.Occurrences.Single().Start);
    }

    [Fact]
    public async Task For_outages_that_go_on_coming_lanes_are_built_anew_once_a_minute()
    {
        await pipeline.Send(2);
        await pipeline.Stored();
        await pipeline.Tick();
        int before = pipeline.Store.Reads;
        for (int i = 1; i <= 30; i++)
        {
            pipeline.Hearing.Outages = Outages(i, new TimeRange(Plant.At(-5), Plant.At(-5) + TimeSpan.FromSeconds(i)));
            await pipeline.Tick();
        }

        await pipeline.Tick();
        Assert.Equal(1, pipeline.Store.Reads - before);
        await pipeline.Tick(TimeSpan.FromMinutes(1));
        while (pipeline.Store.Reads - before < 2)
            await pipeline.Tick();
        for (int i = 0; i < 5; i++)
            await pipeline.Tick();
        Assert.Equal(2, pipeline.Store.Reads - before);
    }

    [Fact]
    public async Task A_sample_of_a_channel_without_a_point_is_stored_and_judged_nowhere()
    {
        await pipeline.SendRaw("{\"v\":{\"co\":5000}}");
        await pipeline.Send(15);
        Assert.Equal(Plant.Point, (await pipeline.Register.First(IsCeiling)).Key.PointId);
        await pipeline.Stored();
        Assert.Equal(2, pipeline.Store.All.Count);
    }

    private static bool IsCeiling(Finding finding) => finding.Key.LimitId.EndsWith("ceiling", StringComparison.Ordinal) && finding.Occurrences.Count > 0;

    private static bool IsDuty(Finding finding) => finding.Key.LimitId.EndsWith("duty", StringComparison.Ordinal) && finding.Occurrences.Count > 0;

    private static OwnOutages Outages(long revision, params TimeRange[] ranges) =>
        new(revision, [.. ranges.Select(r => new OwnOutage(r, OutageCause.Died))]);

    /// <summary>Lets the plant's clock go on until the finding is there: what must be judged again is judged at a tick.</summary>
    private async Task<Finding> Ticking(Func<Finding, bool> wanted)
    {
        Task<Finding> found = pipeline.Register.First(wanted);
        while (!found.IsCompleted)
        {
            await pipeline.Tick();
        }

        return await found;
    }
}
