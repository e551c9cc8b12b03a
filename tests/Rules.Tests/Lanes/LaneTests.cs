using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Lanes;

public sealed class LaneTests
{
    private readonly CollectingSink sink = new();

    [Fact]
    public void An_average_exactly_at_the_limit_is_within()
    {
        PointJudgement judged = Judge(Some.Twa(), [.. Some.Steady(20, Some.At(8), Some.At(14)), .. Some.Steady(40, Some.At(14), Some.At(16))]);
        Verdict verdict = Assert.Single(judged.Concluded);
        Assert.Equal(VerdictOutcome.Within, verdict.Outcome);
        Assert.Equal(25.0, verdict.Exposure.Value);
        Assert.Empty(judged.Findings);
    }

    [Fact]
    public void A_breach_is_one_finding_that_opens_while_it_lasts_and_closes_with_its_period()
    {
        Lane lane = LaneOf(Some.Twa());
        Feed(lane, Some.Steady(60, Some.At(8), Some.At(16)));
        lane.Tick(Some.At(17), sink);
        Finding opened = sink.All[0];
        Assert.True(opened.IsActive);
        Assert.Equal(VerdictReasons.InProgress, opened.Verdict.Reasons);
        // 60 ppm reach 25 ppm x 8 h after 3 h 20 min.
        Assert.Equal(Some.At(11, 20).UnixMicroseconds, opened.Occurrences[0].Start.UnixMicroseconds, 100.0);
        Finding last = Assert.Single(sink.Findings).Value;
        Assert.False(last.IsActive);
        Assert.Equal(Some.At(16), last.Occurrences[0].End);
        Assert.Equal(60, last.Verdict.Exposure.Value!.Value, 1e-9);
        Assert.Equal(VerdictOutcome.Exceeded, Assert.Single(sink.Verdicts).Value.Outcome);
    }

    [Fact]
    public void Oxygen_that_goes_on_falling_is_told_again_with_its_new_worst_value()
    {
        Limit range = Some.Limit("o2", LimitKind.Range, QuantityCatalogue.Oxygen, 23.5) with { LowerValue = 19.5 };
        var lane = new Lane(new LanePlan([Some.Point(QuantityCatalogue.Oxygen)], [Some.Pack(range)], new LaneOptions()));
        Feed(lane, [new Sample(Some.At(8), 19.4), new Sample(Some.At(8, 0.5), 17), new Sample(Some.At(8, 1), 12), new Sample(Some.At(8, 2), 12)]);
        Assert.Equal([19.4, 12.0], sink.All.Select(f => f.Occurrences.Single().Peak));
        Assert.Equal(Some.At(8, 1), sink.All[1].Occurrences.Single().PeakTime);
    }

    [Fact]
    public void A_late_sample_within_the_bound_withdraws_a_silence_that_it_fills()
    {
        Lane lane = LaneOf(Some.Duty());
        Feed(lane, Some.Steady(1, Some.At(8), Some.At(9)));
        lane.Tick(Some.At(9, 20), sink);
        Assert.True(Assert.Single(sink.All).IsActive);
        Feed(lane, Some.Steady(1, Some.At(9), Some.At(9, 20)));
        lane.Tick(Some.At(9, 20, 30), sink);
        Finding last = sink.Findings.Values.Single();
        Assert.Empty(last.Occurrences);
        Assert.Equal(VerdictOutcome.Within, last.Verdict.Outcome);
        Assert.Equal(2, sink.All.Count);
    }

    [Fact]
    public void A_sample_beyond_the_bound_is_handed_back_and_one_that_is_there_is_told()
    {
        Lane lane = LaneOf(Some.Twa());
        Assert.Equal(SampleOutcome.Applied, lane.Accept(1, new Sample(Some.At(9), 1), sink));
        Assert.Equal(SampleOutcome.Duplicate, lane.Accept(1, new Sample(Some.At(9), 1), sink));
        Assert.Equal(SampleOutcome.Conflict, lane.Accept(1, new Sample(Some.At(9), 2), sink));
        Assert.Equal(SampleOutcome.Applied, lane.Accept(1, new Sample(Some.At(9), 1), sink, sequence: 7));
        Assert.Equal(SampleOutcome.TooLate, lane.Accept(1, new Sample(Some.At(8, 44, 59), 2), sink));
        Assert.Equal(SampleOutcome.Applied, lane.Accept(1, new Sample(Some.At(8, 45), 2), sink));
        Assert.Equal(SampleOutcome.UnknownPoint, lane.Accept(2, new Sample(Some.At(9), 2), sink));
    }

    [Theory]
    [InlineData(2, 60)]
    [InlineData(60, 2)]
    public void Two_values_for_one_instant_and_number_are_both_doubtful_and_the_higher_one_counts_in_either_order(double first, double second)
    {
        Lane lane = LaneOf(Some.Ceiling());
        Feed(lane, Some.Steady(2, Some.At(8), Some.At(9)));
        Feed(lane, [new Sample(Some.At(9), first), new Sample(Some.At(9), second)]);
        Feed(lane, Some.Steady(2, Some.At(9, 1), Some.At(16)));
        lane.Tick(Some.At(17), sink);
        Finding found = Assert.Single(sink.Findings).Value;
        Assert.Equal((Some.At(9), Some.At(9, 1), 60.0), (found.Occurrences.Single().Start, found.Occurrences.Single().End, found.Occurrences.Single().Peak));
        Assert.Equal((481L, TimeSpan.FromMinutes(479)), (found.Verdict.Exposure.Samples, found.Verdict.Exposure.CoveredWell));
    }

    [Fact]
    public void Samples_in_reverse_come_to_the_same_as_in_order()
    {
        Sample[] samples = [.. Some.Steady(1, Some.At(8), Some.At(8, 10)), .. Some.Steady(50, Some.At(8, 10), Some.At(8, 15))];
        Lane lane = LaneOf(Some.Stel(), Some.Ceiling());
        Feed(lane, samples.Reverse());
        lane.Tick(Some.At(17), sink);
        PointJudgement judged = PointHistory.Judge(Some.Point(QuantityCatalogue.CarbonMonoxide), [Some.Pack(Some.Stel(), Some.Ceiling())], new LaneOptions(), samples, Some.At(17));
        Assert.Equal(2, judged.Findings.Count);
        foreach (Finding finding in judged.Findings)
        {
            Assert.Equal(finding.Verdict, sink.Findings[finding.Key].Verdict);
            Assert.Equal(finding.Occurrences, sink.Findings[finding.Key].Occurrences);
        }
    }

    [Fact]
    public void Live_exposures_name_every_limit_in_force_with_the_verdict_so_far()
    {
        Lane lane = LaneOf(Some.Twa(), Some.Stel(), Some.Ceiling(), Some.Duty());
        Assert.Empty(lane.Current(1));
        Feed(lane, Some.Steady(3, Some.At(8), Some.At(9)));
        lane.Tick(Some.At(9), sink);
        Assert.Equal(
            [VerdictOutcome.CannotTell, VerdictOutcome.Within, VerdictOutcome.Within, VerdictOutcome.Within],
            lane.Current(1).Select(v => v.Outcome));
        Assert.All(lane.Current(1), v => Assert.Equal(VerdictReasons.InProgress, v.Reasons));
        Assert.Empty(lane.Current(2));
    }

    private static Lane LaneOf(params Limit[] limits) =>
        new(new LanePlan([Some.Point(QuantityCatalogue.CarbonMonoxide)], [Some.Pack(limits)], new LaneOptions()));

    private static PointJudgement Judge(Limit limit, IEnumerable<Sample> samples) =>
        PointHistory.Judge(Some.Point(QuantityCatalogue.CarbonMonoxide), [Some.Pack(limit)], new LaneOptions(), samples, Some.At(17));

    private void Feed(Lane lane, IEnumerable<Sample> samples)
    {
        foreach (Sample sample in samples)
            lane.Accept(1, sample, sink);
    }
}
