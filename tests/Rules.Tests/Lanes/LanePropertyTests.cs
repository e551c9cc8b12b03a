using CsCheck;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Lanes;

/// <summary>Live evaluation equals evaluation of the stored history, whatever the order, the ticks and the restarts.</summary>
public sealed class LanePropertyTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(15);

    private static readonly RulePack Pack = Some.Pack(
        Some.Twa(20),
        Some.Stel(22),
        Some.Ceiling(35),
        Some.Limit("range", LimitKind.Range, QuantityCatalogue.CarbonMonoxide, 33) with { LowerValue = 1 },
        Some.Duty(10));

    private static readonly PointPlan Point = Some.Point(QuantityCatalogue.CarbonMonoxide, TimeSpan.FromSeconds(60), new AreaPlan(new ShiftPlan(
        Some.Jakarta,
        [
            new Shift("pagi", new TimeOnly(8, 0), TimeSpan.FromHours(2), []),
            new Shift("siang", new TimeOnly(10, 0), TimeSpan.FromMinutes(90), []),
        ])), rangeMax: 100);

    private static readonly PointPlan Tool = Some.Point(QuantityOf("vibration.hand-arm"), TimeSpan.FromSeconds(60), Point.Area, rangeMax: 100) with { UsePointId = 2, UseInterval = TimeSpan.FromSeconds(60) };

    private static readonly RulePack ToolPack = Some.Pack(
        Some.Limit("a8", LimitKind.DailyVibration, Tool.Quantity, 8, TimeSpan.FromHours(8)),
        Some.Limit("short", LimitKind.PermittedDuration, Tool.Quantity, 30) with { DailyTime = new DailyTime(null, TimeSpan.FromMinutes(20)) },
        Some.Limit("long", LimitKind.PermittedDuration, Tool.Quantity, 20) with { DailyTime = new DailyTime(TimeSpan.FromMinutes(20), TimeSpan.FromHours(8)) },
        Some.Duty(10));

    private static readonly PointPlan Field = Some.Point(QuantityOf("field.electric"), TimeSpan.FromSeconds(60), Point.Area, rangeMax: 100) with { FrequencyHertz = 50 };

    private static readonly RulePack FieldPack = Some.Pack(
        Some.Limit("rms", LimitKind.FieldStrength, Field.Quantity, 25, TimeSpan.FromMinutes(6)),
        Some.Limit("now", LimitKind.FieldStrength, Field.Quantity, 40));

    private static readonly RulePack RoomPack = Some.Pack(
        Some.Limit("mean", LimitKind.IndoorAir, QuantityCatalogue.CarbonMonoxide, 20, TimeSpan.FromHours(8)) with { LowerValue = 10 },
        Some.Limit("sum", LimitKind.IndoorAir, QuantityCatalogue.CarbonMonoxide, 20, TimeSpan.FromHours(8)),
        Some.Limit("peak", LimitKind.MaximumPeak, QuantityCatalogue.CarbonMonoxide, 40) with { CountsAbove = 25, DailyTime = new DailyTime(null, TimeSpan.FromMinutes(10)) });

    private sealed record Story(ChannelSample[] Samples, int[] Delays, int[] Twice, ChannelSample[] Others, int[] Ticks, int Restart, int Start)
    {
        /// <summary>What a store gives out of all of it.</summary>
        public IEnumerable<ChannelSample> History => Stored([.. Samples, .. Others]);
    }

    // Steps of 1 s to 15 min, so that holds run out; levels that stay for a while, so that averages pass their limits.
    private static readonly Gen<Story> Stories =
        from start in Gen.Int[6 * 3600, 11 * 3600]
        from steps in Gen.Frequency((8, Gen.Int[1, 90]), (2, Gen.Int[90, 400]), (1, Gen.Int[400, 3000])).Array[1, 120]
        from levels in Gen.Int[0, 45].Array[1, 12]
        from flags in Gen.Frequency(
            (20, Gen.Const(SampleFlags.None)),
            (1, Gen.Int[0, 6].Select(i => (SampleFlags)(1 << i)))).Array[steps.Length]
        from delays in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[0, 890])).Array[steps.Length]
        from twice in Gen.Int[0, steps.Length - 1].Array[0, 5]
        from others in Gen.Select(Gen.Int[0, steps.Length - 1], Gen.Int[0, 45], Gen.Bool, Gen.Bool, Gen.Int[0, 9].Select(i => (SampleFlags)(1 << i))).Array[0, 6]
        from ticks in Gen.Int[0, 8 * 3600].Array[0, 30]
        from restart in Gen.Int[0, steps.Length]
        let samples = Samples(start, steps, levels, flags)
        select new Story(samples, delays, twice, [.. others.Select(o => Other(samples[o.Item1], o.Item2, o.Item3, o.Item4, o.Item5))], ticks, restart, start);

    [Fact]
    public void Any_order_duplicates_ticks_and_restarts_give_what_the_history_gives() => Stories.Sample(
        story =>
        {
            Instant end = Some.At(30);
            PointJudgement history = PointHistory.Judge(Point, [Pack], new LaneOptions(), story.History, end);
            CollectingSink live = Live(story, end, Point, Pack);
            Compare(history, live);
        },
        iter: Traces.Or(2000));

    [Fact]
    public void So_it_is_where_a_use_signal_tells_the_time_of_contact() => Stories.Sample(
        story =>
        {
            Instant end = Some.At(30);
            Story withUse = story with { Samples = [.. story.Samples.Select((s, i) => i % 3 == 1 ? AsUse(s) : s)] };
            Compare(PointHistory.Judge(Tool, [ToolPack], new LaneOptions(), withUse.History, end), Live(withUse, end, Tool, ToolPack));
        },
        iter: Traces.Or(700));

    [Fact]
    public void So_it_is_for_fields_and_for_rooms() => Stories.Sample(
        story =>
        {
            Instant end = Some.At(30);
            Compare(PointHistory.Judge(Field, [FieldPack], new LaneOptions(), story.History, end), Live(story, end, Field, FieldPack));
            Compare(PointHistory.Judge(Point, [RoomPack], new LaneOptions(), story.History, end), Live(story, end, Point, RoomPack));
        },
        iter: Traces.Or(400));

    [Fact]
    public void Ticks_alone_never_change_the_last_word() => Stories.Sample(
        story =>
        {
            Instant end = Some.At(30);
            CollectingSink without = Live(story with { Ticks = [], Delays = new int[story.Delays.Length], Twice = [], Others = [], Restart = 0 }, end, Point, Pack);
            PointJudgement history = PointHistory.Judge(Point, [Pack], new LaneOptions(), story.Samples, end);
            Compare(history, without);
        },
        iter: Traces.Or(500));

    private static ChannelSample[] Samples(int start, int[] steps, int[] levels, SampleFlags[] flags)
    {
        var samples = new ChannelSample[steps.Length];
        int at = start;
        for (int i = 0; i < steps.Length; i++)
        {
            Instant time = Some.At(0, 0, at);
            samples[i] = new ChannelSample(1, new Sample(time, levels[i * levels.Length / steps.Length], flags[i]), i, time);
            at += steps[i];
        }

        return samples;
    }

    /// <summary>
    /// Another reading of the same instant: a copy with other marks, or another value: with the same number it contradicts, with
    /// another it is a second one.
    /// </summary>
    private static ChannelSample Other(ChannelSample sample, int level, bool contradicts, bool copy, SampleFlags flags) => sample with
    {
        Sample = copy ? sample.Sample with { Flags = flags } : new Sample(sample.Sample.Time, level, flags),
        Sequence = copy || contradicts ? sample.Sequence : sample.Sequence + 1000,
    };

    /// <summary>
    /// Each (instant, number, value) once with the marks of all its copies, in order, contradictions marked, as the store's
    /// contract has it.
    /// </summary>
    private static IEnumerable<ChannelSample> Stored(IReadOnlyList<ChannelSample> samples) =>
        from copies in samples.GroupBy(s => (s.Sample.Time, s.Sequence, s.Sample.Value, IsUse(s)))
        let s = copies.First()
        let flags = copies.Select(c => c.Sample.Flags).Aggregate(SampleCopies.Joined)
        orderby s.Sample.Time, s.Sequence, s.Sample.Value
        let contradicted = samples.Any(o => o.Sample.Time == s.Sample.Time && o.Sequence == s.Sequence && IsUse(o) == IsUse(s) && !o.Sample.Value.Equals(s.Sample.Value))
        select s with { Sample = s.Sample with { Flags = contradicted ? flags | SampleFlags.Conflict : flags } };

    // A sample arrives after its delay; of two on the way the network may swap the order, never past the bound.
    private static CollectingSink Live(Story story, Instant end, PointPlan point, RulePack pack)
    {
        var arrivals = story.Samples.Select((s, i) => (At: s.Sample.Time + TimeSpan.FromSeconds(story.Delays[i]), Sample: s)).ToList();
        arrivals.AddRange(story.Twice.Select(i => (story.Samples[i].Sample.Time + TimeSpan.FromSeconds(story.Delays[i] + 5), story.Samples[i])));
        arrivals.AddRange(story.Others.Select((o, i) => (o.Sample.Time + TimeSpan.FromSeconds(i * 170), o)));
        arrivals = [.. arrivals.OrderBy(a => a.At.UnixMicroseconds)];
        var ticks = new Queue<Instant>(story.Ticks.Select(t => Some.At(0, 0, story.Start + t)).Order());
        var sink = new CollectingSink();
        Lane lane = NewLane(point, pack);
        Instant newest = Instant.MinValue;
        for (int i = 0; i < arrivals.Count; i++)
        {
            (Instant at, ChannelSample numbered) = arrivals[i];
            Sample sample = numbered.Sample;
            while (ticks.TryPeek(out Instant tick) && tick < at)
                lane.Tick(ticks.Dequeue(), sink);
            if (i == story.Restart)
                lane = Rebuilt(arrivals.Take(i).Select(a => a.Sample), sink, point, pack);
            if (sample.Time >= newest - Bound)
                Assert.NotEqual(SampleOutcome.TooLate, lane.Accept(1, sample, sink, numbered.Sequence));
            newest = Instant.Max(newest, sample.Time);
        }

        lane.Tick(end, sink);
        return sink;
    }

    private static Lane Rebuilt(IEnumerable<ChannelSample> stored, CollectingSink sink, PointPlan point, RulePack pack)
    {
        Lane lane = NewLane(point, pack);
        foreach (ChannelSample sample in Stored([.. stored]))
            lane.Accept(1, sample.Sample, sink, sample.Sequence);
        return lane;
    }

    private static Lane NewLane(PointPlan point, RulePack pack) => new(new LanePlan([point], [pack], new LaneOptions()));

    private static Quantity QuantityOf(string id) => QuantityCatalogue.All.Single(q => q.Id == id);

    private static ChannelSample AsUse(ChannelSample sample) => sample with { Sample = sample.Sample with { Flags = sample.Sample.Flags | SampleFlags.UseSignal } };

    private static bool IsUse(ChannelSample sample) => (sample.Sample.Flags & SampleFlags.UseSignal) != 0;

    private static void Compare(PointJudgement history, CollectingSink live)
    {
        // A lane that was rebuilt no longer knows what it sent before; the concluding verdict takes back what does not stand.
        Dictionary<FindingKey, Finding> standing = live.Findings.Where(f => f.Value.Occurrences.Count > 0
            && !(live.Verdicts.TryGetValue((f.Key.LimitId, f.Key.PeriodStart), out Verdict? said) && said.Outcome != VerdictOutcome.Exceeded)).ToDictionary();
        Dictionary<FindingKey, Finding> expected = history.Findings.Where(f => f.Occurrences.Count > 0).ToDictionary(f => f.Key);
        Assert.Equal(expected.Keys.OrderBy(k => k.ToString()), standing.Keys.OrderBy(k => k.ToString()));
        foreach ((FindingKey key, Finding finding) in expected)
        {
            Assert.Equal(finding.IsActive, standing[key].IsActive);
            Compare(finding.Verdict, standing[key].Verdict);
            Assert.Equal(finding.Occurrences.Count, standing[key].Occurrences.Count);
            foreach ((Occurrence a, Occurrence b) in finding.Occurrences.Zip(standing[key].Occurrences))
            {
                Assert.Equal((a.Start, a.End, a.PeakTime), (b.Start, b.End, b.PeakTime));
                Close(a.Peak, b.Peak);
            }
        }

        foreach (Verdict verdict in history.Concluded)
            Compare(verdict, live.Verdicts[(verdict.Limit.Id, verdict.Period.Range.Start)]);
    }

    private static void Compare(Verdict expected, Verdict actual)
    {
        Assert.Equal((expected.Outcome, expected.Reasons, expected.Period), (actual.Outcome, actual.Reasons, actual.Period));
        Assert.Equal((expected.Exposure.Window, expected.Exposure.Covered, expected.Exposure.CoveredWell), (actual.Exposure.Window, actual.Exposure.Covered, actual.Exposure.CoveredWell));
        Close(expected.Exposure.Value, actual.Exposure.Value);
        Close(expected.Exposure.Lower, actual.Exposure.Lower);
        Close(expected.Exposure.Upper, actual.Exposure.Upper);
    }

    private static void Close(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } e)
            Assert.True(Math.Abs(e - actual!.Value) <= 1e-9 * Math.Max(1e-9, Math.Abs(e)), FormattableString.Invariant($"{e} is not {actual}"));
    }
}
