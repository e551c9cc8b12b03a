using System.Globalization;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Tests.Lanes;
using K3Monitor.Rules.Tests.Limits;
using K3Monitor.Rules.Verdicts;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace K3Monitor.Rules.Tests.Series;

public sealed class SeriesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "series");

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_cases() => Assert.True(Files().Count >= 15);

    [Theory]
    [MemberData(nameof(Files))]
    public void The_limits_say_what_the_case_expects(string file)
    {
        IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        SeriesFile series = yaml.Deserialize<SeriesFile>(File.ReadAllText(Path.Combine(Folder, file)));
        Assert.NotEmpty(series.Expect);
        PointPlan point = PointOf(series);
        foreach (SeriesExpectation expected in series.Expect)
            Check(series, point, expected);
    }

    private static void Check(SeriesFile series, PointPlan point, SeriesExpectation expected)
    {
        Instant at = TimeOf(expected.At);
        IEnumerable<Sample> samples = SamplesOf(series, point.ExpectedInterval).Where(s => s.Time < at);
        PointJudgement judged = PointHistory.Judge(point, ShippedPacks.All, new LaneOptions(), samples, at);
        Instant period = TimeOf(expected.Period ?? series.Area.Shifts[0].Split('-')[0]);
        List<Verdict> said = [.. judged.Concluded.Concat(judged.Current).Where(v => v.Limit.Id == expected.Limit && v.Period.Range.Start == period)];
        if (expected.Outcome == "not judged")
        {
            Assert.Empty(said);
            return;
        }

        Verdict verdict = Assert.Single(said);
        Assert.Equal((expected.Outcome, expected.Reasons ?? "None"), (verdict.Outcome.ToString(), verdict.Reasons.ToString()));
        Close(expected.Value, verdict.Exposure.Value);
        Close(expected.Lower, verdict.Exposure.Lower);
        Close(expected.Upper, verdict.Exposure.Upper);
        if (expected.Occurrences is { } occurrences)
            Assert.Equal(occurrences, Stretches(judged, verdict));
    }

    private static List<string> Stretches(PointJudgement judged, Verdict verdict)
    {
        Finding? finding = judged.Findings.SingleOrDefault(f => f.Key.LimitId == verdict.Limit.Id && f.Key.PeriodStart == verdict.Period.Range.Start);
        return [.. (finding?.Occurrences ?? []).Select(o => $"{Written(o.Start)}-{(o.End is { } end ? Written(end) : "")}")];
    }

    // To the second, counted on past midnight like the cases.
    private static string Written(Instant instant)
    {
        double seconds = Math.Round((instant - Some.Midnight).TotalSeconds);
        string minutes = FormattableString.Invariant($"{(int)(seconds / 3600):00}:{(int)(seconds / 60) % 60:00}");
        return seconds % 60 == 0 ? minutes : FormattableString.Invariant($"{minutes}:{(int)(seconds % 60):00}");
    }

    private static void Close(double? expected, double? actual)
    {
        if (expected is { } value)
            Assert.Equal(value, actual!.Value, 0.005);
    }

    private static PointPlan PointOf(SeriesFile series)
    {
        Assert.True(QuantityCatalogue.TryFind(series.Point.Quantity, out Quantity? quantity));
        var shifts = series.Area.Shifts.Select((s, i) =>
        {
            TimeSpan[] ends = [.. s.Split('-').Select(e => TimeOf(e) - Some.Midnight)];
            return new Shift($"shift {i + 1}", TimeOnly.FromTimeSpan(ends[0]), ends[1] - ends[0], []);
        });
        Workload? workload = series.Area.Workload is { } w ? Enum.Parse<Workload>(w.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null;
        var plan = new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById(series.Area.Zone), [.. shifts]);
        return new PointPlan(1, quantity, new AreaPlan(plan, workload, series.Area.WorkShare, series.Area.ConfinedSpace), Duration(series.Point.Interval), series.Point.RangeMax);
    }

    private static IEnumerable<Sample> SamplesOf(SeriesFile series, TimeSpan interval) => series.Series.SelectMany(stretch =>
        Some.Steady(stretch.Value, TimeOf(stretch.From), TimeOf(stretch.To), interval, stretch.Flags is { } f ? Enum.Parse<SampleFlags>(f) : SampleFlags.None));

    private static TimeSpan Duration(string text) => text.EndsWith("min", StringComparison.Ordinal)
        ? TimeSpan.FromMinutes(double.Parse(text[..^3], CultureInfo.InvariantCulture))
        : TimeSpan.FromSeconds(double.Parse(text[..^1], CultureInfo.InvariantCulture));

    private static Instant TimeOf(string text)
    {
        double[] parts = [.. text.Split(':').Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
        return Some.At(parts[0], parts[1], parts.Length > 2 ? parts[2] : 0);
    }
}
