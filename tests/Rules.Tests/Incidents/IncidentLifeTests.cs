using K3Monitor.Rules.Incidents;

namespace K3Monitor.Rules.Tests.Incidents;

public sealed class IncidentLifeTests
{
    [Theory]
    [InlineData(IncidentState.New, IncidentAct.Acknowledge, true, IncidentState.Acknowledged)]
    [InlineData(IncidentState.New, IncidentAct.Acknowledge, false, IncidentState.Acknowledged)]
    [InlineData(IncidentState.New, IncidentAct.Close, false, IncidentState.Closed)]
    [InlineData(IncidentState.New, IncidentAct.Close, true, null)]
    [InlineData(IncidentState.New, IncidentAct.Recur, true, IncidentState.New)]
    [InlineData(IncidentState.Acknowledged, IncidentAct.Acknowledge, true, null)]
    [InlineData(IncidentState.Acknowledged, IncidentAct.Close, true, null)]
    [InlineData(IncidentState.Acknowledged, IncidentAct.Close, false, IncidentState.Closed)]
    [InlineData(IncidentState.Acknowledged, IncidentAct.Recur, true, IncidentState.Acknowledged)]
    [InlineData(IncidentState.Closed, IncidentAct.Acknowledge, false, null)]
    [InlineData(IncidentState.Closed, IncidentAct.Close, false, null)]
    [InlineData(IncidentState.Closed, IncidentAct.Recur, true, IncidentState.New)]
    public void Each_act_is_permitted_only_where_it_makes_sense(IncidentState state, IncidentAct act, bool isActive, IncidentState? after) =>
        Assert.Equal(after, IncidentLife.After(state, act, isActive));

    [Fact]
    public void Nothing_but_a_person_closes_an_incident()
    {
        foreach (IncidentState state in Enum.GetValues<IncidentState>())
            Assert.NotEqual(IncidentState.Closed, IncidentLife.After(state, IncidentAct.Recur, isActive: false));
    }
}
