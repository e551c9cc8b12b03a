using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Rules.Incidents;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Tests.Incidents;

public sealed class ActTests : IAsyncLifetime
{
    private Plant plant = null!;
    private int id;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        await plant.Register.ApplyAsync([Some.Finding(plant.Point("tangki-1-h2s"))], [], CancellationToken.None);
        id = (await plant.Incidents.ListAsync(Plant.Administrator, new IncidentFilter(), IncidentSort.BreachStart, true, new PageRequest(), CancellationToken.None)).Items[0].Id;
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task Acknowledging_once_is_done_and_recorded_and_twice_is_refused()
    {
        Assert.Equal(ActOutcome.Done, await plant.Incidents.AcknowledgeAsync(Plant.Inspector, id, " saya periksa ", CancellationToken.None));
        Assert.Equal(ActOutcome.NotPermittedInState, await plant.Incidents.AcknowledgeAsync(Plant.Inspector, id, null, CancellationToken.None));
        IncidentDetail detail = await FindAsync();
        Assert.Equal((IncidentState.Acknowledged, false), (detail.Row.State, detail.MayAcknowledge));
        Assert.Equal((RecordKinds.Acknowledged, "Sari", "saya periksa"), (detail.Timeline[^1].Kind, detail.Timeline[^1].Actor, detail.Timeline[^1].Note));
        Assert.Equal(2, detail.Timeline.Count);
    }

    [Fact]
    public async Task Two_who_acknowledge_at_once_are_one_and_a_refusal()
    {
        ActOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => plant.Incidents.AcknowledgeAsync(Plant.Inspector, id, null, CancellationToken.None))));
        Assert.Equal([ActOutcome.Done, ActOutcome.NotPermittedInState], outcomes.Order());
    }

    [Fact]
    public async Task An_active_breach_cannot_be_closed_and_an_ended_one_only_with_a_reason()
    {
        Assert.False((await FindAsync()).MayClose);
        Assert.Equal(ActOutcome.NotPermittedInState, await plant.Incidents.CloseAsync(Plant.Inspector, id, "selesai", CancellationToken.None));
        await plant.Register.ApplyAsync([Some.Finding(plant.Point("tangki-1-h2s"), active: false, asOf: 90)], [], CancellationToken.None);
        Assert.Equal(ActOutcome.ReasonMissing, await plant.Incidents.CloseAsync(Plant.Inspector, id, "  ", CancellationToken.None));
        Assert.Equal(ActOutcome.Done, await plant.Incidents.CloseAsync(Plant.Inspector, id, "selesai", CancellationToken.None));
        Assert.Equal(IncidentState.Closed, (await FindAsync()).Row.State);
    }

    [Fact]
    public async Task An_auditor_changes_nothing_and_the_supervised_company_does_not_close()
    {
        await plant.Register.ApplyAsync([Some.Finding(plant.Point("tangki-1-h2s"), active: false, asOf: 90)], [], CancellationToken.None);
        Assert.Equal(ActOutcome.NotPermittedForRole, await plant.Incidents.AcknowledgeAsync(Plant.Auditor, id, null, CancellationToken.None));
        Assert.Equal(ActOutcome.NotPermittedForRole, await plant.Incidents.CloseAsync(Plant.Auditor, id, "x", CancellationToken.None));
        var officer = new AccessScope("officer", "Rina", Role.SafetyOfficer, [], 1);
        Assert.Equal(ActOutcome.NotPermittedForRole, await plant.Incidents.CloseAsync(officer, id, "x", CancellationToken.None));
        Assert.Equal(ActOutcome.Done, await plant.Incidents.AcknowledgeAsync(officer, id, null, CancellationToken.None));
        Assert.False((await plant.Incidents.FindAsync(Plant.Auditor, id, CancellationToken.None))!.MayAcknowledge);
    }

    [Fact]
    public async Task Who_may_not_see_it_is_told_that_it_does_not_exist()
    {
        Assert.Equal(ActOutcome.NotFound, await plant.Incidents.AcknowledgeAsync(Plant.OtherProvince, id, null, CancellationToken.None));
        Assert.Equal(ActOutcome.NotFound, await plant.Incidents.CloseAsync(Plant.OtherCompany, id, "x", CancellationToken.None));
        Assert.Equal(IncidentState.New, (await FindAsync()).Row.State);
    }

    private async Task<IncidentDetail> FindAsync() => (await plant.Incidents.FindAsync(Plant.Inspector, id, CancellationToken.None))!;
}
