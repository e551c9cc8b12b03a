using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Incidents;

public sealed class RegisterTests : IAsyncLifetime
{
    private Plant plant = null!;
    private int point;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        point = plant.Point("tangki-1-h2s");
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task A_breach_becomes_one_incident_with_its_place_its_limit_and_its_row_of_the_record()
    {
        var announced = new List<int>();
        plant.Register.Committed += announced.AddRange;
        await ApplyAsync(Some.Finding(point));
        IncidentDetail detail = await OnlyAsync();
        Assert.Equal("INC-2026-00001", detail.Row.Number);
        Assert.Equal(("PT Baja Nusantara, Batam", "Area Tangki", "Tangki 1 — H₂S", "ID-KR"), (detail.Row.SiteName, detail.Row.AreaName, detail.Row.PointName, detail.Row.Province));
        Assert.Equal(Some.Finding(point).Verdict, detail.Verdict with { Limit = Some.Finding(point).Verdict.Limit });
        Assert.Equal(Some.Ceiling() with { Advice = detail.Row.Limit.Advice, Notation = detail.Row.Limit.Notation }, detail.Row.Limit with { });
        Assert.Equal((20.0, 2.0, true), (detail.Row.Peak, detail.Row.ShareOfLimit, detail.Row.IsActive));
        Assert.Equal(Some.Finding(point).Occurrences, detail.Occurrences);
        TimelineEntry entry = Assert.Single(detail.Timeline);
        Assert.Equal((RecordKinds.Opened, "id.test/h2s-ceiling @ 2018-1"), (entry.Kind, entry.Cause));
        Assert.Equal([detail.Row.Id], announced);
    }

    [Fact]
    public async Task The_same_finding_again_changes_nothing_and_announces_nothing()
    {
        await ApplyAsync(Some.Finding(point));
        int announced = 0;
        plant.Register.Committed += _ => announced++;
        await ApplyAsync(Some.Finding(point), Some.Finding(point));
        await ApplyAsync(Some.Finding(point));
        Assert.Single((await OnlyAsync()).Timeline);
        Assert.Equal(0, announced);
    }

    [Fact]
    public async Task A_lane_that_is_rebuilt_and_tells_its_past_again_takes_nothing_back()
    {
        Finding[] past = [Some.Finding(point, asOf: 12), Some.Finding(point, active: false, asOf: 20), Some.Finding(point, asOf: 40, starts: [10, 35])];
        await ApplyAsync(past);
        IncidentDetail before = await OnlyAsync();
        foreach (Finding finding in past)
            await ApplyAsync(finding);
        IncidentDetail after = await OnlyAsync();
        Assert.Equal(before.Row, after.Row with { Limit = before.Row.Limit });
        Assert.Equal(before.Timeline, after.Timeline);
    }

    [Fact]
    public async Task Ceasing_and_recurring_are_told_and_a_closed_incident_is_opened_anew_by_a_new_breach_only()
    {
        await ApplyAsync(Some.Finding(point));
        await ApplyAsync(Some.Finding(point, active: false, asOf: 70));
        int id = (await OnlyAsync()).Row.Id;
        Assert.Equal(ActOutcome.Done, await plant.Incidents.CloseAsync(Plant.Inspector, id, "ventilasi diperbaiki", CancellationToken.None));
        await ApplyAsync(Some.Finding(point, active: false, asOf: 80));
        Assert.Equal(IncidentState.Closed, (await OnlyAsync()).Row.State);
        await ApplyAsync(Some.Finding(point, asOf: 100, starts: [10, 95]));
        IncidentDetail detail = await OnlyAsync();
        Assert.Equal((IncidentState.New, true, null), (detail.Row.State, detail.Row.IsActive, detail.Row.BreachEnd));
        Assert.Equal([RecordKinds.Opened, RecordKinds.Ceased, RecordKinds.Closed, RecordKinds.Recurred], detail.Timeline.Select(t => t.Kind));
    }

    [Fact]
    public async Task A_withdrawn_finding_stays_marked_with_what_had_been_found()
    {
        await ApplyAsync(Some.Finding(point));
        await ApplyAsync(Some.Finding(point, active: false, asOf: 70, outcome: VerdictOutcome.Within, late: true));
        IncidentDetail detail = await OnlyAsync();
        Assert.Equal((true, false, true, VerdictOutcome.Within), (detail.Row.IsWithdrawn, detail.Row.IsActive, detail.Row.FoundLate, detail.Verdict.Outcome));
        Assert.Single(detail.Occurrences);
        Assert.Equal([RecordKinds.Opened, RecordKinds.Withdrawn], detail.Timeline.Select(t => t.Kind));
    }

    [Fact]
    public async Task A_finding_that_was_never_exceeded_opens_nothing()
    {
        await ApplyAsync(Some.Finding(point, active: false, outcome: VerdictOutcome.CannotTell));
        Assert.Equal(0, (await ListAsync()).Total);
    }

    [Fact]
    public async Task A_finding_of_an_unknown_point_does_not_take_its_neighbours_with_it()
    {
        await ApplyAsync(Some.Finding(987_654), Some.Finding(point));
        Assert.Equal(1, (await ListAsync()).Total);
    }

    [Fact]
    public async Task Many_writers_at_once_open_each_breach_once_and_number_without_holes()
    {
        Finding[] breaches = [.. Enumerable.Range(0, 8).Select(i => Some.Finding(point, shift: Some.Shift + TimeSpan.FromDays(i)))];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => plant.Register.ApplyAsync(breaches, [], CancellationToken.None))));
        Page<IncidentRow> page = await ListAsync();
        Assert.Equal(8, page.Total);
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"INC-2026-{i:00000}"), page.Items.Select(i => i.Number).Order(StringComparer.Ordinal));
        Assert.True((await plant.Get<IRecord>().VerifyAsync(CancellationToken.None)).IsWhole);
    }

    [Fact]
    public async Task Two_processes_that_race_for_the_same_breach_leave_one_incident()
    {
        await using var other = new SecondProcess(plant.Folder);
        Finding[] breaches = [.. Enumerable.Range(0, 5).Select(i => Some.Finding(point, shift: Some.Shift + TimeSpan.FromDays(i)))];
        await Task.WhenAll(
            Task.Run(async () => { foreach (Finding f in breaches) await plant.Register.ApplyAsync([f], [], CancellationToken.None); }),
            Task.Run(async () => { foreach (Finding f in breaches) await other.Register.ApplyAsync([f], [], CancellationToken.None); }));
        Assert.Equal(5, (await ListAsync()).Total);
        Assert.True((await plant.Get<IRecord>().VerifyAsync(CancellationToken.None)).IsWhole);
    }

    [Fact]
    public async Task What_is_cut_off_before_the_commit_leaves_nothing_behind()
    {
        await using K3Context before = plant.Context();
        long rows = await before.Record.LongCountAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => plant.Get<RelationalWriter>().WriteAsync(
            async (context, token) =>
            {
                RecordPen pen = await RecordPen.OpenAsync(context, token);
                pen.Write(Some.Shift, RecordKinds.Opened, "incident/1", RecordActor.Rules, "test", null, new { });
                await context.SaveChangesAsync(token);
                throw new InvalidOperationException("the power goes");
            },
            CancellationToken.None));
        Assert.Equal(rows, await before.Record.LongCountAsync());
        await ApplyAsync(Some.Finding(point));
        Assert.True((await plant.Get<IRecord>().VerifyAsync(CancellationToken.None)).IsWhole);
    }

    [Fact]
    public async Task A_concluded_verdict_is_kept_once_and_amended_by_late_data_with_a_row_of_the_record()
    {
        await plant.Register.ApplyAsync([], [Some.Verdict(point, VerdictOutcome.CannotTell)], CancellationToken.None);
        await plant.Register.ApplyAsync([], [Some.Verdict(point, VerdictOutcome.CannotTell)], CancellationToken.None);
        await plant.Register.ApplyAsync([], [Some.Verdict(point, VerdictOutcome.Within)], CancellationToken.None);
        await using K3Context context = plant.Context();
        Assert.Equal(VerdictOutcome.Within, (await context.ConcludedVerdicts.SingleAsync()).Outcome);
        Assert.Equal(1, await context.Record.CountAsync(r => r.Kind == RecordKinds.VerdictAmended));
    }

    [Fact]
    public async Task An_incident_whose_period_is_concluded_as_within_is_withdrawn_once_though_no_lane_tells_of_it_again()
    {
        await ApplyAsync(Some.Finding(point), Some.Finding(point, shift: Some.Shift + TimeSpan.FromDays(1)));
        await plant.Register.ApplyAsync([], [Some.Verdict(point, VerdictOutcome.Within)], CancellationToken.None);
        await plant.Register.ApplyAsync([], [Some.Verdict(point, VerdictOutcome.Within)], CancellationToken.None);
        Page<IncidentRow> page = await ListAsync();
        Assert.Equal([(false, true), (true, false)], page.Items.Select(i => (i.IsWithdrawn, i.IsActive)));
        IncidentDetail? detail = await plant.Incidents.FindAsync(Plant.Administrator, page.Items[1].Id, CancellationToken.None);
        Assert.Equal([RecordKinds.Opened, RecordKinds.Withdrawn], detail!.Timeline.Select(t => t.Kind));
        Assert.Single(detail.Occurrences);
    }

    [Fact]
    public async Task The_last_conclusion_of_a_period_decides_and_an_upheld_breach_stays()
    {
        await plant.Register.ApplyAsync(
            [Some.Finding(point, active: false, asOf: 480)], [Some.Verdict(point, VerdictOutcome.Within), Some.Verdict(point)], CancellationToken.None);
        Assert.False((await OnlyAsync()).Row.IsWithdrawn);
        await plant.Register.ApplyAsync([], [Some.Verdict(point, VerdictOutcome.Within)], CancellationToken.None);
        await plant.Register.ApplyAsync([Some.Finding(point, active: false, asOf: 480, late: true)], [Some.Verdict(point)], CancellationToken.None);
        IncidentDetail detail = await OnlyAsync();
        Assert.False(detail.Row.IsWithdrawn);
        Assert.Equal([RecordKinds.Opened, RecordKinds.Withdrawn, RecordKinds.Reinstated], detail.Timeline.Select(t => t.Kind));
    }

    [Fact]
    public async Task A_dose_told_again_amends_nothing_and_is_read_with_its_equivalent_level()
    {
        Verdict dose = Some.Verdict(point, limit: Some.Dose(), value: 200);
        dose = dose with { Exposure = dose.Exposure with { EquivalentLevel = NoiseDose.EquivalentLevel(200, Some.Dose().Dose!) } };
        Finding finding = Some.Finding(point, active: false, limit: Some.Dose()) with { Verdict = dose };
        await plant.Register.ApplyAsync([finding], [dose], CancellationToken.None);
        int announced = 0;
        plant.Register.Committed += _ => announced++;
        await plant.Register.ApplyAsync([finding], [dose], CancellationToken.None);
        await using K3Context context = plant.Context();
        Assert.Equal((0, 0), (announced, await context.Record.CountAsync(r => r.Kind == RecordKinds.VerdictAmended)));
        Assert.Equal(dose.Exposure, (await OnlyAsync()).Verdict.Exposure);
    }

    private Task ApplyAsync(params Finding[] findings) => plant.Register.ApplyAsync(findings, [], CancellationToken.None);

    private Task<Page<IncidentRow>> ListAsync() =>
        plant.Incidents.ListAsync(Plant.Administrator, new IncidentFilter(), IncidentSort.BreachStart, true, new PageRequest(200), CancellationToken.None);

    private async Task<IncidentDetail> OnlyAsync()
    {
        IncidentRow row = Assert.Single((await ListAsync()).Items);
        IncidentDetail? detail = await plant.Incidents.FindAsync(Plant.Administrator, row.Id, CancellationToken.None);
        return Assert.IsType<IncidentDetail>(detail);
    }
}
