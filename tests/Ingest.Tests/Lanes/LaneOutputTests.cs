using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Ingest.Tests.Lanes;

public sealed class LaneOutputTests
{
    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 1)]
    public void A_limit_that_nobody_has_verified_opens_incidents_only_where_it_may_and_is_judged_in_either_case(bool unverifiedOpens, bool verified, int findings)
    {
        RulePack pack = Plant.Pack();
        Limit ceiling = pack.Limits[0] with { Verification = verified ? new Verification("Sri Wahyuni", new DateOnly(2026, 1, 5), "gazette") : new Verification() };
        var lane = new Lane(new LanePlan([Plant.PlanOf(Plant.Point)], [pack with { Limits = [ceiling] }], new LaneOptions()));
        var output = new LaneOutput(unverifiedOpens);
        lane.Accept(Plant.Point, new Sample(Plant.Now, 15), output);
        Assert.Equal(VerdictOutcome.Exceeded, Assert.Single(lane.Current(Plant.Point)).Outcome);
        lane.Tick(Plant.At(24 * 60), output);
        Assert.Equal(findings, output.Findings.Select(f => f.Key).Distinct().Count());
        Assert.Contains(output.Concluded, v => v.Outcome == VerdictOutcome.Exceeded);
    }

    [Fact]
    public void What_is_concluded_again_before_it_was_applied_takes_the_place_of_what_was_concluded_first()
    {
        var lane = new Lane(new LanePlan([Plant.PlanOf(Plant.Point)], [Plant.Pack()], new LaneOptions()));
        var output = new LaneOutput(unverifiedOpens: true);
        lane.Tick(Plant.At(-24 * 60), output);
        lane.Tick(Plant.At(24 * 60), output);
        Verdict[] once = [.. output.Concluded];
        Assert.NotEmpty(once);
        foreach (Verdict verdict in once)
            ((ILaneSink)output).Concluded(verdict with { Reasons = VerdictReasons.OwnOutage });
        Assert.Equal(once.Select(v => v with { Reasons = VerdictReasons.OwnOutage }), output.Concluded);
    }
}
