using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;

namespace K3Monitor.App.Evaluation;

/// <summary>What a series came to.</summary>
/// <param name="Name">Name of the series.</param>
/// <param name="Plan">How it was judged.</param>
/// <param name="Judgement">Verdicts and findings.</param>
internal sealed record EvaluatedSeries(string Name, PointPlan Plan, PointJudgement Judgement);

/// <summary>What a logger's series was measured of, as far as a limit asks.</summary>
/// <param name="FrequencyHertz">Frequency of a field's source, hertz; null where nobody has said.</param>
/// <param name="Use">The series that tells for which share of the time a tool or seat was in use; null where there is none.</param>
internal sealed record SourceOfSeries(double? FrequencyHertz = null, LoggerSeries? Use = null);

/// <summary>Judges a logger's series by the very code that judges live samples.</summary>
internal static class Evaluator
{
    /// <summary>Judges a series as a measurement point of an area.</summary>
    /// <param name="pointId">A number for the point, from 1.</param>
    /// <param name="series">The series.</param>
    /// <param name="area">The area it was measured in.</param>
    /// <param name="interval">Time between samples; null takes the median of the file's own.</param>
    /// <param name="packs">The packs.</param>
    /// <param name="options">How time is treated.</param>
    /// <param name="source">What else is known: the frequency, and the series that tells when the tool or seat was in use.</param>
    public static EvaluatedSeries Judge(
        int pointId, LoggerSeries series, AreaPlan area, TimeSpan? interval, IReadOnlyList<RulePack> packs, LaneOptions options, SourceOfSeries source)
    {
        TimeSpan expected = interval ?? MedianInterval(series.Samples);
        LoggerSeries? use = series.Quantity.Canonical.Dimension is Dimension.Acceleration or Dimension.VibrationDose ? source.Use : null;
        var plan = new PointPlan(pointId, series.Quantity, area, expected)
        {
            FrequencyHertz = source.FrequencyHertz,
            UsePointId = use is null ? null : 0,
            UseInterval = use is null ? null : interval ?? MedianInterval(use.Samples),
        };
        IReadOnlyList<Sample> samples = use is null ? series.Samples : Together(series.Samples, use.Samples);

        // Long enough after the last sample that every period is over and past the lateness bound.
        Instant end = samples[^1].Time;
        Instant asOf = area.Shifts.PeriodAt(end).Range.End + options.LatenessBound;
        return new EvaluatedSeries(series.Name, plan, PointHistory.Judge(plan, packs, options, samples, asOf));
    }

    private static List<Sample> Together(IReadOnlyList<Sample> own, IReadOnlyList<Sample> use) =>
        [.. own.Concat(use.Select(u => u with { Flags = u.Flags | SampleFlags.UseSignal })).OrderBy(s => s.Time.UnixMicroseconds)];

    /// <summary>The median time between samples; one second for a single sample, whose duration nobody knows.</summary>
    internal static TimeSpan MedianInterval(IReadOnlyList<Sample> samples)
    {
        List<TimeSpan> steps = [];
        for (int i = 1; i < samples.Count; i++)
        {
            TimeSpan step = samples[i].Time - samples[i - 1].Time;
            if (step > TimeSpan.Zero)
                steps.Add(step);
        }

        if (steps.Count == 0)
            return TimeSpan.FromSeconds(1);
        steps.Sort();
        TimeSpan median = steps[steps.Count / 2];
        return median > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : median;
    }
}
