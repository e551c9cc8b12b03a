using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Inspection.Evidence;

/// <summary>
/// A stretch of which only roll-ups are left, because the samples were removed by the rule of retention. They are no samples: no peak
/// can be placed within a window, and nothing can be judged by them.
/// </summary>
/// <param name="Range">Whole UTC days, cut to what was asked for.</param>
/// <param name="Window">Length of each window.</param>
/// <param name="Windows">The windows, in time order; empty when the roll-ups were removed as well.</param>
public sealed record RolledStretch(TimeRange Range, TimeSpan Window, IReadOnlyList<RollUp> Windows);

/// <summary>Reads roll-ups for a chart: of the finest step that it can show, several joined into one where they are still too many.</summary>
internal static class RolledReading
{
    /// <summary>The stretches of a span of a channel whose samples were removed.</summary>
    public static IReadOnlyList<TimeRange> RemovedOf(IRolledTelemetry? rolled, ChannelSpan span) =>
        rolled is null ? [] : [.. rolled.Removed(span.ChannelId).Ranges.Select(r => r.Intersect(span.During)).Where(r => !r.IsEmpty)];

    /// <summary>Reads a stretch as at most so many windows, at least one.</summary>
    public static async Task<RolledStretch> ReadAsync(IRolledTelemetry rolled, int channel, TimeRange range, int most, CancellationToken cancellationToken)
    {
        RollUpStep step = range.Duration / TimeSpan.FromMinutes(1) <= most ? RollUpStep.Minute : RollUpStep.QuarterHour;
        IReadOnlyList<RollUp> windows = await rolled.ReadRollUpsAsync(channel, range, step, cancellationToken).ConfigureAwait(false);
        if (windows.Count == 0 && step == RollUpStep.Minute)
        {
            step = RollUpStep.QuarterHour;
            windows = await rolled.ReadRollUpsAsync(channel, range, step, cancellationToken).ConfigureAwait(false);
        }

        long width = RollUp.MicrosecondsOf(step);
        long joined = width * Math.Max(1, (windows.Count + most - 1) / most);
        IReadOnlyList<RollUp> shown = joined == width ? windows : [.. windows.GroupBy(w => Floor(w.Start.UnixMicroseconds, joined)).Select(g => Join(new Instant(g.Key), [.. g]))];
        return new RolledStretch(range, TimeSpan.FromMicroseconds(joined), shown);
    }

    /// <summary>Joins windows: counts add up, means are weighted by the covered time, so that the outcome is what the samples would have given.</summary>
    public static RollUp Join(Instant start, IReadOnlyList<RollUp> windows)
    {
        long covered = windows.Sum(w => w.CoveredMicroseconds);
        List<RollUp> counted = [.. windows.Where(w => w.First is not null)];
        bool level = windows.Any(w => w.EnergyMean is not null);
        double? mean = covered > 0 ? windows.Sum(w => (w.Mean ?? 0) * w.CoveredMicroseconds) / covered : null;
        double? energy = covered > 0 && level ? 10 * Math.Log10(windows.Where(w => w.EnergyMean is not null).Sum(w => Math.Pow(10, w.EnergyMean!.Value / 10) * w.CoveredMicroseconds) / covered) : null;
        return new RollUp(
            start, windows.Sum(w => w.Samples), windows.Sum(w => w.Flagged), windows.Aggregate(SampleFlags.None, (f, w) => f | w.Flags), covered,
            counted.Count > 0 ? counted.Min(w => w.Min) : null, counted.Count > 0 ? counted.Max(w => w.Max) : null, mean, energy,
            counted.Count > 0 ? counted[0].First : null, counted.Count > 0 ? counted[^1].Last : null);
    }

    /// <summary>What of some gaps lies outside of stretches: where samples were removed nothing says that they were missing.</summary>
    public static List<Gap> Outside(IEnumerable<Gap> gaps, TimeRangeSet removed)
    {
        var left = new List<Gap>();
        foreach (Gap gap in gaps)
        {
            Instant from = gap.Range.Start;
            foreach (TimeRange stretch in removed.Ranges.Where(r => !r.Intersect(gap.Range).IsEmpty))
            {
                if (stretch.Start > from)
                    left.Add(gap with { Range = new TimeRange(from, stretch.Start) });
                from = Instant.Max(from, stretch.End);
            }

            if (from < gap.Range.End)
                left.Add(gap with { Range = new TimeRange(from, gap.Range.End) });
        }

        return left;
    }

    private static long Floor(long time, long width) => time - (((time % width) + width) % width);
}
