using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Inspection.Evidence;

/// <summary>
/// Finds the stretches without usable data. A sample stands for three expected intervals; what lies between that and
/// the next sample is a gap.
/// </summary>
/// <remarks>
/// A slice that holds nearly all samples it should cannot hide a gap, so only the others are read raw: the work goes
/// with what is missing, not with the length of the window.
/// </remarks>
internal static class GapFinding
{
    /// <summary>The parts of a window that must be read raw to find its gaps.</summary>
    public static IReadOnlyList<TimeRange> Doubtful(TimeRange window, IReadOnlyList<ChartSlice> slices, TimeSpan interval, TimeSpan hold)
    {
        var doubtful = new List<TimeRange>();
        Instant from = window.Start;
        foreach (ChartSlice slice in slices)
        {
            double expected = slice.Range.Duration / interval;
            if (slice.Samples < expected - 1 || slice.Flags.HasFlag(SampleFlags.Bad) || slice.Range.Duration < hold)
                continue;
            Add(doubtful, from, slice.Range.Start, window, hold);
            from = slice.Range.End;
        }

        Add(doubtful, from, window.End, window, hold);
        return doubtful;
    }

    /// <summary>The gaps of a stretch, given its samples in time order.</summary>
    public static async Task FindAsync(TimeRange range, IAsyncEnumerable<Sample> samples, TimeSpan hold, List<Gap> gaps, CancellationToken cancellationToken)
    {
        Instant covered = range.Start;
        await foreach (Sample sample in samples.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!sample.Flags.Counts())
                continue;
            if (sample.Time > covered)
                Add(gaps, new TimeRange(covered, sample.Time).Intersect(range));
            covered = Instant.Max(covered, sample.Time + hold);
        }

        Add(gaps, new TimeRange(covered, range.End));
    }

    /// <summary>Joins gaps until there are at most so many, the nearest first by a growing distance; nothing missing is ever left out.</summary>
    public static IReadOnlyList<Gap> Bounded(List<Gap> gaps, int most, TimeSpan slice)
    {
        gaps.Sort((a, b) => a.Range.Start.CompareTo(b.Range.Start));
        for (TimeSpan near = TimeSpan.Zero; ; near = near == TimeSpan.Zero ? slice : near * 2)
        {
            var joined = new List<Gap>();
            foreach (Gap gap in gaps)
            {
                if (joined.Count > 0 && gap.Range.Start - joined[^1].Range.End <= near)
                    joined[^1] = new Gap(new TimeRange(joined[^1].Range.Start, Instant.Max(joined[^1].Range.End, gap.Range.End)));
                else
                    joined.Add(gap);
            }

            if (joined.Count <= most)
                return joined;
        }
    }

    /// <summary>Cuts gaps where our own outages begin and end, and marks what is ours.</summary>
    public static List<Gap> Cut(IReadOnlyList<Gap> gaps, TimeRangeSet own)
    {
        var cut = new List<Gap>();
        foreach (Gap gap in gaps)
        {
            Instant from = gap.Range.Start;
            foreach (TimeRange ours in own.Ranges.Select(r => r.Intersect(gap.Range)).Where(r => !r.IsEmpty))
            {
                Add(cut, new TimeRange(from, ours.Start));
                cut.Add(new Gap(ours, GapCause.Own));
                from = ours.End;
            }

            Add(cut, new TimeRange(from, gap.Range.End));
        }

        return cut;
    }

    private static void Add(List<Gap> gaps, TimeRange range)
    {
        if (!range.IsEmpty)
            gaps.Add(new Gap(range));
    }

    /// <summary>Widened by the hold on both sides, so that a gap that reaches over the edge of a slice is seen whole.</summary>
    private static void Add(List<TimeRange> ranges, Instant start, Instant end, TimeRange window, TimeSpan hold)
    {
        if (end <= start)
            return;
        TimeRange wide = new TimeRange(start - hold, end + hold).Intersect(window);
        if (ranges.Count > 0 && wide.Start <= ranges[^1].End)
            ranges[^1] = new TimeRange(ranges[^1].Start, Instant.Max(ranges[^1].End, wide.End));
        else
            ranges.Add(wide);
    }
}
