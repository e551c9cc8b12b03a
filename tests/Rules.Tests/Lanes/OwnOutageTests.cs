using CsCheck;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Lanes;

/// <summary>Time in which the product itself could not receive is missing, and never the factory's silence.</summary>
public sealed class OwnOutageTests
{
    private static readonly PointPlan Point = Some.Point(QuantityCatalogue.CarbonMonoxide);

    private sealed record Story(int[] Lost, (int From, int Minutes)[] Outages);

    // A shift of 8 h with a sample each minute; some are lost by themselves, and all that fall into an outage are.
    private static readonly Gen<Story> Stories =
        from lost in Gen.Select(Gen.Int[0, 470], Gen.Int[1, 40]).Array[0, 4]
        from outages in Gen.Select(Gen.Int[-60, 480], Gen.Int[1, 240]).Array[0, 5]
        select new Story([.. lost.SelectMany(l => Enumerable.Range(l.Item1, l.Item2)).Where(m => m < 480)], outages);

    [Fact]
    public void An_hour_in_which_we_were_down_is_not_the_factorys_silence_and_says_so()
    {
        Verdict verdict = Duty([.. Minutes(0, 120), .. Minutes(180, 480)], (120, 60));
        Assert.Equal((VerdictOutcome.CannotTell, VerdictReasons.OwnOutage), (verdict.Outcome, verdict.Reasons));
        Assert.Equal((1.0, 61.0), (verdict.Exposure.Value!.Value, verdict.Exposure.Upper!.Value));
        Assert.Equal(VerdictOutcome.Exceeded, Duty([.. Minutes(0, 120), .. Minutes(180, 480)]).Outcome);
    }

    [Fact]
    public void Of_a_silence_around_our_outage_only_the_time_counts_in_which_we_could_hear()
    {
        Assert.Equal(VerdictOutcome.CannotTell, Duty([.. Minutes(0, 113), .. Minutes(187, 480)], (120, 60)).Outcome);
        PointJudgement judged = Judge([.. Minutes(0, 112), .. Minutes(190, 480)], (120, 60));
        Assert.Equal(VerdictOutcome.Exceeded, judged.Concluded.Single().Outcome);
        var occurrence = judged.Findings.Single().Occurrences.Single();
        Assert.Equal((Some.At(11, 6), Some.At(11, 10), 19.0), (occurrence.Start, occurrence.End, occurrence.Peak));
    }

    [Fact]
    public void What_a_device_kept_and_sent_later_fills_our_outage()
    {
        Verdict verdict = Duty([.. Minutes(0, 480)], (120, 60));
        Assert.Equal((VerdictOutcome.Within, VerdictReasons.None), (verdict.Outcome, verdict.Reasons));
    }

    [Fact]
    public void An_average_with_too_little_left_names_our_outage()
    {
        PointJudgement judged = PointHistory.Judge(Point, [Some.Pack(Some.Twa())], new LaneOptions(), [.. Minutes(0, 120)], Some.At(17), ownOutages: Outages((120, 360)));
        Verdict verdict = Assert.Single(judged.Concluded);
        Assert.Equal((VerdictOutcome.CannotTell, VerdictReasons.Coverage | VerdictReasons.OwnOutage), (verdict.Outcome, verdict.Reasons));
    }

    [Fact]
    public void An_outage_by_itself_never_breaks_the_duty() => Stories.Sample(
        story =>
        {
            Sample[] heard = Heard(story with { Lost = [] });
            PointJudgement judged = Judge(heard, story.Outages);
            Assert.Empty(judged.Findings);
            Assert.NotEqual(VerdictOutcome.Exceeded, Assert.Single(judged.Concluded).Outcome);
        },
        iter: 2000);

    [Fact]
    public void The_duty_is_broken_exactly_by_silence_in_which_we_could_hear() => Stories.Sample(
        story =>
        {
            Sample[] heard = Heard(story);
            double longest = LongestHeard(heard, story.Outages);
            PointJudgement judged = Judge(heard, story.Outages);
            Verdict verdict = Assert.Single(judged.Concluded);
            Assert.Equal(longest > 15, verdict.Outcome == VerdictOutcome.Exceeded);
            Assert.Equal(longest, verdict.Exposure.Value!.Value);
            Lane lane = new(new LanePlan([Point], [Some.Pack(Some.Duty())], new LaneOptions()) { OwnOutages = Outages(story.Outages) });
            var live = new CollectingSink();
            lane.Tick(Some.At(8), live);
            foreach (Sample sample in heard)
            {
                lane.Tick(sample.Time, live);
                lane.Accept(1, sample, live);
            }

            lane.Tick(Some.At(17), live);
            Assert.Equal(verdict, live.Verdicts.Values.Single(v => v.Period == verdict.Period));
            Assert.Equal(judged.Findings.SelectMany(f => f.Occurrences), live.Findings.Values.SelectMany(f => f.Occurrences));
        },
        iter: 1000);

    /// <summary>Minute by minute: how long, at most, nothing came while we could hear.</summary>
    private static int LongestHeard(Sample[] heard, (int From, int Minutes)[] outages)
    {
        var came = heard.Select(s => s.Time).ToHashSet();
        (int longest, int silence) = (0, 0);
        for (int minute = 0; minute < 480; minute++)
        {
            if (came.Contains(Minute(minute)))
                silence = 0;
            if (!outages.Any(o => minute >= o.From && minute < o.From + o.Minutes))
                silence++;
            longest = Math.Max(longest, silence);
        }

        return longest;
    }

    private static Sample[] Heard(Story story) =>
        [.. Minutes(0, 480).Where((_, m) => !story.Lost.Contains(m) && !story.Outages.Any(o => m >= o.From && m < o.From + o.Minutes))];

    private static IEnumerable<Sample> Minutes(int from, int to) => Some.Steady(1, Minute(from), Minute(to));

    private static Instant Minute(int minute) => Some.At(8, minute);

    private static TimeRangeSet Outages(params (int From, int Minutes)[] outages) =>
        new(outages.Select(o => new TimeRange(Minute(o.From), Minute(o.From + o.Minutes))));

    private static PointJudgement Judge(Sample[] samples, params (int From, int Minutes)[] outages) =>
        PointHistory.Judge(Point, [Some.Pack(Some.Duty())], new LaneOptions(), samples, Some.At(17), Some.At(8), Outages(outages));

    private static Verdict Duty(Sample[] samples, params (int From, int Minutes)[] outages) => Assert.Single(Judge(samples, outages).Concluded);
}
