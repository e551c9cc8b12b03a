using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.OwnLife;
using K3Monitor.Store.Relational.Retention;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Retention;

/// <summary>Retention over a real embedded store and a real database: samples of H₂S go after 30 days, those of others never.</summary>
public sealed class RetentionWorkTests : IAsyncLifetime
{
    private static readonly DateOnly Day = UtcDay.Of(Some.Shift);
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RetentionRules Rules = RetentionRules.KeepAll with
    {
        Quantities = new Dictionary<string, RetentionRule> { ["gas.h2s"] = new(30, 60, 0) },
        HoldMargin = TimeSpan.FromHours(1),
    };

    private Plant plant = null!;
    private int point;
    private int channel;
    private long position;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync(Rules);
        point = plant.Point("tangki-1-h2s");
        channel = plant.Channel("tk-gas-01", "h2s");
        await PutAsync(channel, 600);
        await PutAsync(plant.Channel("tk-gas-01", "co"), 600);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    private RetentionWork Work => plant.Get<RetentionWork>();

    private ILegalHolds Holds => plant.Get<ILegalHolds>();

    private IRolledTelemetry Rolled => (IRolledTelemetry)plant.Telemetry;

    [Fact]
    public async Task What_the_dry_run_shows_is_what_goes_nothing_less_and_nothing_more()
    {
        await PassAsync(40);
        RetentionPlan plan = (await Work.StatusAsync(None)).Plan;
        PlannedRemoval only = Assert.Single(plan.Removals);
        Assert.Equal((Day, TelemetryLayer.Raw, "gas.h2s", 600L), (only.Day, only.Layer, only.QuantityId, only.Samples));
        Assert.Equal(600, await CountAsync());
        int id = (await Work.RequestAsync(Plant.Administrator, plan.Hash, None))!.Value;
        RetentionRunRow run = Assert.Single(await Work.RunRequestedAsync(None));
        Assert.Equal((id, RetentionRunState.Done, plan.Samples), (run.Id, run.State, run.RemovedSamples));
        Assert.Equal(0, await CountAsync());
        Assert.Empty((await Work.StatusAsync(None)).Plan.Removals);
        Assert.Empty(Rolled.Removed(plant.Channel("tk-gas-01", "co")).Ranges);
        Assert.True((await plant.Get<IRecord>().VerifyAsync(None)).IsWhole);
        await using K3Context context = plant.Context();
        Assert.Equal(RecordKinds.RetentionApplied, (await context.Record.OrderBy(r => r.Sequence).LastAsync()).Kind);
    }

    [Fact]
    public async Task The_schedule_rolls_up_first_and_then_removes_and_a_run_that_only_tells_removes_nothing()
    {
        plant.Clock.Advance(TimeSpan.FromDays(40));
        RetentionRunRow told = await Work.RunScheduledAsync(remove: false, None);
        Assert.Equal((RetentionRunState.Done, 1, 0L), (told.State, told.RolledUpDays, told.RemovedSamples));
        Assert.Contains("600 samples", told.Detail, StringComparison.Ordinal);
        Assert.Equal(600, await CountAsync());
        Assert.Equal(600, (await Work.RunScheduledAsync(remove: true, None)).RemovedSamples);
        plant.Clock.Advance(TimeSpan.FromDays(30));
        await Work.RunScheduledAsync(remove: true, None);
        Assert.Empty(await Rolled.ReadRollUpsAsync(channel, UtcDay.Range(Day), RollUpStep.Minute, None));
        Assert.NotEmpty(await Rolled.ReadRollUpsAsync(channel, UtcDay.Range(Day), RollUpStep.QuarterHour, None));
    }

    [Fact]
    public async Task A_plan_that_has_become_another_one_is_refused_and_only_an_administrator_may_ask()
    {
        await PassAsync(40);
        string shown = (await Work.StatusAsync(None)).Plan.Hash;
        Assert.Null(await Work.RequestAsync(Plant.Inspector, shown, None));
        await Holds.PlaceAsync(Plant.Inspector, point, UtcDay.Range(Day), "perkara 12", None);
        await Work.RequestAsync(Plant.Administrator, shown, None);
        Assert.Equal(RetentionRunState.Refused, Assert.Single(await Work.RunRequestedAsync(None)).State);
        Assert.Equal(600, await CountAsync());
    }

    [Fact]
    public async Task An_incident_holds_what_it_stands_on_until_it_is_closed_and_a_person_lets_it_go()
    {
        await plant.Register.ApplyAsync([Some.Finding(point, active: false)], [], None);
        int incident = (await plant.Incidents.ListAsync(Plant.Administrator, new IncidentFilter(), IncidentSort.BreachStart, true, new PageRequest(), None)).Items.Single().Id;
        await PassAsync(40);
        PlannedKeeping kept = Assert.Single((await Work.StatusAsync(None)).Plan.Kept);
        Assert.Equal((KeptReason.Incident, "INC-2026-00001"), (kept.Reason, kept.Detail));
        Assert.Equal(ActOutcome.NotPermittedInState, await Holds.ReleaseAsync(Plant.Inspector, incident, "selesai", None));
        await plant.Incidents.CloseAsync(Plant.Inspector, incident, "diperbaiki", None);
        Assert.Equal(KeptReason.Incident, Assert.Single((await Work.StatusAsync(None)).Plan.Kept).Reason);
        Assert.Equal(ActOutcome.NotPermittedForRole, await Holds.ReleaseAsync(Plant.Auditor, incident, "selesai", None));
        Assert.Equal(ActOutcome.NotFound, await Holds.ReleaseAsync(Plant.OtherProvince, incident, "selesai", None));
        Assert.Equal(ActOutcome.ReasonMissing, await Holds.ReleaseAsync(Plant.Inspector, incident, " ", None));
        Assert.Equal(ActOutcome.Done, await Holds.ReleaseAsync(Plant.Inspector, incident, "selesai", None));
        Assert.Single((await Work.StatusAsync(None)).Plan.Removals);

        // The breach came back: what was released stands for the incident as it was.
        await plant.Register.ApplyAsync([Some.Finding(point, active: false, asOf: 90, starts: [10, 70])], [], None);
        Assert.Equal(KeptReason.Incident, Assert.Single((await Work.StatusAsync(None)).Plan.Kept).Reason);
    }

    [Fact]
    public async Task A_person_holds_with_a_reason_within_his_scope_and_lifts_and_both_are_in_the_record()
    {
        await PassAsync(40);
        TimeRange minute = new(Some.Shift, Some.Shift + TimeSpan.FromMinutes(1));
        Assert.Equal(ActOutcome.ReasonMissing, (await Holds.PlaceAsync(Plant.Inspector, point, minute, "", None)).Outcome);
        Assert.Equal(ActOutcome.NotFound, (await Holds.PlaceAsync(Plant.OtherProvince, point, minute, "x", None)).Outcome);
        Assert.Equal(ActOutcome.NotPermittedForRole, (await Holds.PlaceAsync(Plant.Auditor, point, minute, "x", None)).Outcome);
        int id = (await Holds.PlaceAsync(Plant.Inspector, point, minute, "perkara 12", None)).Id!.Value;
        Assert.Equal((KeptReason.Hold, $"hold {id}"), ((await Work.StatusAsync(None)).Plan.Kept.Single().Reason, (await Work.StatusAsync(None)).Plan.Kept.Single().Detail));
        await Work.RunScheduledAsync(remove: true, None);
        Assert.Equal(600, await CountAsync());
        Assert.Empty(await Holds.ListAsync(Plant.OtherCompany, None));
        Assert.Equal(ActOutcome.Done, await Holds.LiftAsync(Plant.Inspector, id, "perkara selesai", None));
        Assert.Equal(ActOutcome.NotPermittedInState, await Holds.LiftAsync(Plant.Inspector, id, "lagi", None));
        Assert.Single((await Work.StatusAsync(None)).Plan.Removals);
        await using K3Context context = plant.Context();
        Assert.Equal([RecordKinds.HoldPlaced, RecordKinds.HoldLifted], await context.Record.Where(r => r.Kind == RecordKinds.HoldPlaced || r.Kind == RecordKinds.HoldLifted).OrderBy(r => r.Sequence).Select(r => r.Kind).ToListAsync());
    }

    [Fact]
    public async Task A_chart_and_an_export_over_removed_samples_say_so_and_tell_no_gap()
    {
        await PassAsync(40);
        await Work.RunScheduledAsync(remove: true, None);
        TimeRange window = new(Some.Shift, Some.Shift + TimeSpan.FromMinutes(20));
        PointChart chart = (await plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, window, 100, None))!;
        Assert.Empty(chart.Slices);
        Assert.Empty(chart.Gaps);
        RolledStretch rolled = Assert.Single(chart.RolledUp);
        Assert.Equal((window, TimeSpan.FromMinutes(1), 600L), (rolled.Range, rolled.Window, rolled.Windows.Sum(w => w.Samples)));
        RolledStretch joined = Assert.Single((await plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, window, 1, None))!.RolledUp);
        Assert.Equal((600L, 599.0), (joined.Windows.Sum(w => w.Samples), joined.Windows[0].Max!.Value));

        // 0 to 599, a second each; the last stands for two more.
        Assert.Equal((179_700 + (2 * 599)) / 602.0, joined.Windows[0].Mean!.Value, 1e-9);
        var table = new CsvTable(new MemoryStream(), plant.Get<IExports>().SampleColumns);
        await using (table)
        {
            IReadOnlyList<KeyValuePair<string, string>> about = await plant.Get<IExports>().SamplesAsync(
                Plant.Inspector, (await plant.Get<IExports>().PointAsync(Plant.Inspector, point, None))!, window, table, None);
            Assert.Equal(window.ToString(), about.Single(a => a.Key == "samples_removed_utc").Value);
        }
    }

    [Fact]
    public async Task A_period_whose_samples_were_removed_is_not_judged_again_and_never_within()
    {
        await plant.Register.ApplyAsync([Some.Finding(point, active: false)], [Some.Verdict(point)], None);
        int incident = (await plant.Incidents.ListAsync(Plant.Administrator, new IncidentFilter(), IncidentSort.BreachStart, true, new PageRequest(), None)).Items.Single().Id;
        await plant.Incidents.CloseAsync(Plant.Inspector, incident, "diperbaiki", None);
        await Holds.ReleaseAsync(Plant.Inspector, incident, "selesai", None);
        await PassAsync(40);
        await Work.RunScheduledAsync(remove: true, None);
        await plant.Register.ApplyAsync([Some.Finding(point, active: false, outcome: VerdictOutcome.CannotTell, late: true)], [Some.Verdict(point, VerdictOutcome.Within), Some.Verdict(point, VerdictOutcome.Within, Some.Dose())], None);
        Assert.False((await plant.Incidents.FindAsync(Plant.Inspector, incident, None))!.Row.IsWithdrawn);
        await using K3Context context = plant.Context();
        Assert.Equal(
            [("id.test/h2s-ceiling", VerdictOutcome.Exceeded), ("id.test/noise-dose", VerdictOutcome.CannotTell)],
            (await context.ConcludedVerdicts.OrderBy(v => v.LimitId).ToListAsync()).Select(v => (v.LimitId, v.Outcome)));
    }

    [Fact]
    public async Task Our_own_outages_in_a_held_window_stay_beyond_their_bound()
    {
        await Holds.PlaceAsync(Plant.Inspector, point, UtcDay.Range(Day), "perkara 12", None);
        await using (K3Context context = plant.Context())
        {
            // An hour each, so that none touches the next; the first few lie on the held day.
            context.OwnOutages.AddRange(Enumerable.Range(0, IOwnLife.MostOutages).Select(i => new OutageRow
            {
                From = UtcDay.Range(Day).Start + TimeSpan.FromHours(6 * i),
                To = UtcDay.Range(Day).Start + TimeSpan.FromHours((6 * i) + 1),
                Cause = OutageCause.Died,
            }));
            await context.SaveChangesAsync();
        }

        IOwnLife life = plant.Get<IOwnLife>();
        Instant far = UtcDay.Range(Day).Start + TimeSpan.FromHours(6 * (IOwnLife.MostOutages + 5));
        for (int i = 0; i < 6; i++)
            life.Missed(new OwnOutage(new TimeRange(far + TimeSpan.FromDays(i), far + TimeSpan.FromDays(i) + TimeSpan.FromHours(1)), OutageCause.JournalFault));
        await life.AliveAsync(far + TimeSpan.FromDays(9), stopped: false, None);
        await using K3Context after = plant.Context();
        List<OutageRow> oldest = await after.OwnOutages.OrderBy(o => o.Id).Take(5).ToListAsync();
        Assert.Equal([0, 6, 12, 18, 36], oldest.Select(o => (int)(o.From - UtcDay.Range(Day).Start).TotalHours));
    }

    private async Task PutAsync(int to, int seconds)
    {
        ChannelSample[] samples = [.. Enumerable.Range(0, seconds).Select(s => Some.Shift + TimeSpan.FromSeconds(s)).Select((t, i) => new ChannelSample(to, new Sample(t, i), i, t))];
        await plant.Telemetry.AppendAsync(samples, ++position, None);
        await plant.Telemetry.FlushAsync(None);
    }

    /// <summary>Days go by, and the daily run rolls up what they left.</summary>
    private async Task PassAsync(int days)
    {
        plant.Clock.Advance(TimeSpan.FromDays(2));
        await Work.RunScheduledAsync(remove: false, None);
        plant.Clock.Advance(TimeSpan.FromDays(days - 2));
    }

    private async Task<int> CountAsync()
    {
        int count = 0;
        await foreach (ChannelSample _ in plant.Telemetry.ReadAsync(channel, UtcDay.Range(Day), None))
            count++;
        return count;
    }
}
