using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Tests.Limits;
using K3Monitor.Rules.Verdicts;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace K3Monitor.Rules.Tests.Series;

public sealed class SeriesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testcases");

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_a_case_for_every_kind_of_limit()
    {
        List<SeriesFile> cases = [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(Read)];
        Assert.True(cases.Count >= 60);
        var limits = ShippedPacks.All.SelectMany(p => p.Limits).ToDictionary(l => l.Id);
        HashSet<LimitKind> kinds = [.. cases.SelectMany(c => c.Expect).Select(e => limits[e.Limit].Kind)];
        Assert.Equal(Enum.GetValues<LimitKind>(), kinds.Order());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_limits_say_what_the_case_expects(string file)
    {
        SeriesFile series = Read(Path.Combine(Folder, file));
        Assert.True(series.Expect.Count > 0 || series.Incidents is not null, "the case expects nothing");
        var run = new SeriesRun(series);
        foreach (SeriesExpectation expected in series.Expect.OrderBy(e => SeriesRun.TimeOf(e.At)))
        {
            run.PlayTo(SeriesRun.TimeOf(expected.At));
            Check(run, expected, SeriesRun.TimeOf(expected.Period ?? series.Area.Shifts[0].Split('-')[0]));
        }

        if (series.Incidents is { } incidents)
            Assert.Equal(incidents.Select(i => (i.Limit, i.Begins, i.Known)).Order(), run.Incidents);
    }

    private static SeriesFile Read(string path) =>
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<SeriesFile>(File.ReadAllText(path));

    private static void Check(SeriesRun run, SeriesExpectation expected, Instant period)
    {
        Assert.Contains(ShippedPacks.All.SelectMany(p => p.Limits), l => l.Id == expected.Limit);
        List<Verdict> said = [.. run.Verdicts.Where(v => v.Limit.Id == expected.Limit && v.Period.Range.Start == period)];
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
            Assert.Equal(occurrences, run.Stretches(verdict));
    }

    private static void Close(double? expected, double? actual)
    {
        if (expected is { } value)
            Assert.Equal(value, actual!.Value, 0.005);
    }
}
