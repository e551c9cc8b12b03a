using System.Globalization;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Tests.Lanes;
using K3Monitor.Rules.Tests.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Series;

/// <summary>Plays a case through the lane that judges live samples: sample by sample as they arrive, and a tick each minute.</summary>
internal sealed class SeriesRun : ILaneSink
{
    private const int PointId = 1;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lane lane;
    private readonly Queue<(Instant Arrives, Sample Sample)> coming;
    private readonly List<Verdict> concluded = [];
    private readonly Dictionary<FindingKey, Finding> findings = [];
    private readonly Dictionary<FindingKey, Instant> known = [];
    private Instant now;

    public SeriesRun(SeriesFile series)
    {
        PointPlan point = PointOf(series);
        lane = new Lane(new LanePlan([point], ShippedPacks.All, new LaneOptions()));
        coming = new(series.Series.SelectMany(s => Arriving(s, point.ExpectedInterval)).OrderBy(a => a.Arrives).ThenBy(a => a.Sample.Time));
        now = coming.Peek().Arrives;
        Area = point.Area;
    }

    public AreaPlan Area { get; }

    public IEnumerable<Verdict> Verdicts => concluded.Concat(lane.Current(PointId));

    /// <summary>What stands as an incident: the limit, its first instant in breach, and the minute at which it was known.</summary>
    public IEnumerable<(string Limit, string Begins, string Known)> Incidents => findings.Values.Where(f => f.Occurrences.Count > 0)
        .Select(f => (f.Key.LimitId, Written(f.Occurrences[0].Start), Written(known[f.Key]))).Order();

    public void PlayTo(Instant until)
    {
        for (; now < until; now += Minute)
        {
            while (coming.Count > 0 && coming.Peek().Arrives < Instant.Min(now + Minute, until))
                lane.Accept(PointId, coming.Dequeue().Sample, this);
            lane.Tick(Instant.Min(now + Minute, until), this);
        }

        now = until;
    }

    public List<string> Stretches(Verdict verdict) =>
        [.. findings.Values.Where(f => f.Key.LimitId == verdict.Limit.Id && f.Key.PeriodStart == verdict.Period.Range.Start)
            .SelectMany(f => f.Occurrences).Select(o => $"{Written(o.Start)}-{(o.End is { } end ? Written(end) : "")}")];

    void ILaneSink.Changed(Finding finding)
    {
        findings[finding.Key] = finding;
        known.TryAdd(finding.Key, now);
    }

    void ILaneSink.Concluded(Verdict verdict)
    {
        concluded.RemoveAll(v => v.Limit.Id == verdict.Limit.Id && v.Period.Range.Start == verdict.Period.Range.Start);
        concluded.Add(verdict);
    }

    public static Instant TimeOf(string text)
    {
        double[] parts = [.. text.Split(':').Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
        return Some.At(parts[0], parts[1], parts.Length > 2 ? parts[2] : 0);
    }

    // To the second, counted on past midnight like the cases.
    private static string Written(Instant instant)
    {
        double seconds = Math.Round((instant - Some.Midnight).TotalSeconds);
        string minutes = FormattableString.Invariant($"{(int)(seconds / 3600):00}:{(int)(seconds / 60) % 60:00}");
        return seconds % 60 == 0 ? minutes : FormattableString.Invariant($"{minutes}:{(int)(seconds % 60):00}");
    }

    private static IEnumerable<(Instant Arrives, Sample Sample)> Arriving(SeriesStretch stretch, TimeSpan interval)
    {
        SampleFlags flags = (stretch.Flags is { } f ? Enum.Parse<SampleFlags>(f) : SampleFlags.None) | (stretch.Use ? SampleFlags.UseSignal : SampleFlags.None);
        return Some.Steady(stretch.Value, TimeOf(stretch.From), TimeOf(stretch.To), interval, flags)
            .Select(s => (stretch.Arrives is { } late ? TimeOf(late) : s.Time, s));
    }

    private static PointPlan PointOf(SeriesFile series)
    {
        Assert.True(QuantityCatalogue.TryFind(series.Point.Quantity, out Quantity? quantity), $"there is no quantity '{series.Point.Quantity}'");
        var shifts = series.Area.Shifts.Select((s, i) =>
        {
            TimeSpan[] ends = [.. s.Split('-').Select(e => TimeOf(e) - Some.Midnight)];
            return new Shift($"shift {i + 1}", TimeOnly.FromTimeSpan(ends[0]), ends[1] - ends[0], []);
        });
        Workload? workload = series.Area.Workload is { } w ? Enum.Parse<Workload>(w.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null;
        var plan = new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById(series.Area.Zone), [.. shifts]);
        string? jurisdiction = series.Area.Jurisdiction == "any" ? null : series.Area.Jurisdiction;
        var area = new AreaPlan(plan, workload, series.Area.WorkShare, series.Area.ConfinedSpace, jurisdiction)
        {
            Nature = new PlaceNature(series.Area.Office, series.Area.Outdoor, series.Area.LightingClass),
        };
        bool hasUse = series.Series.Exists(s => s.Use);
        return new PointPlan(PointId, quantity, area, Duration(series.Point.Interval), series.Point.RangeMax)
        {
            FrequencyHertz = series.Point.Frequency is { } frequency ? FrequencyBand.ReadHertz(frequency) : null,
            UsePointId = hasUse ? 2 : null,
            UseInterval = hasUse ? Duration(series.Point.Interval) : null,
        };
    }

    private static TimeSpan Duration(string text) => text.EndsWith("min", StringComparison.Ordinal)
        ? TimeSpan.FromMinutes(double.Parse(text[..^3], CultureInfo.InvariantCulture))
        : TimeSpan.FromSeconds(double.Parse(text[..^1], CultureInfo.InvariantCulture));
}
