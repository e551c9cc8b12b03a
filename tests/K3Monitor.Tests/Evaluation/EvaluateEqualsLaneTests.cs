using K3Monitor.App.Composition;
using K3Monitor.App.Evaluation;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.App.Tests.Evaluation;

/// <summary>A logger's file is judged exactly as the same samples are judged while they arrive.</summary>
public sealed class EvaluateEqualsLaneTests
{
    [Fact]
    public void The_same_samples_give_the_same_verdicts_and_occurrences_live_and_from_a_file()
    {
        PackFiles packs = PackFiles.Load([]);
        Assert.Empty(packs.Faults);
        var shifts = new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"), [new Shift("Pagi", new TimeOnly(7, 0), TimeSpan.FromHours(8), [])]);
        var area = new AreaPlan(shifts, ConfinedSpace: true);
        var series = new LoggerSeries("gas.h2s", QuantityCatalogue.HydrogenSulfide, Leak());
        var options = new LaneOptions();

        EvaluatedSeries judged = Evaluator.Judge(1, series, area, null, packs.Packs, options, new SourceOfSeries());
        var live = new Recorder();
        var lane = new Lane(new LanePlan([judged.Plan], packs.Packs, options));
        foreach (Sample sample in series.Samples)
        {
            lane.Accept(1, sample, live);
            lane.Tick(sample.Time + TimeSpan.FromSeconds(0.4), live);
        }

        lane.Tick(shifts.PeriodAt(series.Samples[^1].Time).Range.End + options.LatenessBound, live);
        Assert.NotEmpty(judged.Judgement.Findings);
        Assert.Equal(Told(judged.Judgement.Findings), Told(live.Findings.Values));
        Assert.Equal(Told(judged.Judgement.Concluded), Told(live.Concluded.Values));
    }

    private static List<Sample> Leak()
    {
        Instant start = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        var samples = new List<Sample>();
        for (int second = 0; second < 8 * 3600; second += 2)
        {
            // A leak, a gap, and a doubtful stretch.
            if (second is > 9000 and < 11000)
                continue;
            double value = second is > 3000 and < 4500 ? 12.5 + (second % 7) : 0.2;
            samples.Add(new Sample(start + TimeSpan.FromSeconds(second), value, second is > 15000 and < 15600 ? SampleFlags.Uncertain : SampleFlags.None));
        }

        return samples;
    }

    private static IEnumerable<string> Told(IEnumerable<Finding> findings) =>
        findings.Select(f => $"{f.Key} {f.Verdict.Outcome} {string.Join(" ", f.Occurrences.Select(o => $"{o.Start}/{o.End} {o.Peak:R}"))}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Told(IEnumerable<Verdict> verdicts) =>
        verdicts.Select(v => $"{v.Limit.Id} {v.Period.Range} {v.Outcome} {v.Exposure.Value:G12} {v.Exposure.Lower:G12} {v.Exposure.Covered}").Order(StringComparer.Ordinal);

    private sealed class Recorder : ILaneSink
    {
        public Dictionary<FindingKey, Finding> Findings { get; } = [];

        public Dictionary<(string, Instant), Verdict> Concluded { get; } = [];

        public void Changed(Finding finding) => Findings[finding.Key] = finding;

        void ILaneSink.Concluded(Verdict verdict) => Concluded[(verdict.Limit.Id, verdict.Period.Range.Start)] = verdict;
    }
}
