namespace K3Monitor.Measurements;

/// <summary>
/// Stretches of time that belong together: sorted, apart from each other, none empty. Made of any stretches, overlapping or not.
/// </summary>
/// <remarks>Immutable, safe to share between threads. Questions cost the logarithm of the number of stretches, and what they meet.</remarks>
public sealed class TimeRangeSet
{
    private readonly TimeRange[] ranges;

    /// <summary>Joins stretches that touch or overlap, and leaves out empty ones.</summary>
    public TimeRangeSet(IEnumerable<TimeRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var joined = new List<TimeRange>();
        foreach (TimeRange range in ranges.Where(r => !r.IsEmpty).OrderBy(r => r.Start))
        {
            if (joined.Count > 0 && range.Start <= joined[^1].End)
                joined[^1] = joined[^1] with { End = Instant.Max(joined[^1].End, range.End) };
            else
                joined.Add(range);
        }

        this.ranges = [.. joined];
    }

    /// <summary>No time at all.</summary>
    public static TimeRangeSet Empty { get; } = new([]);

    /// <summary>The stretches in time order.</summary>
    public IReadOnlyList<TimeRange> Ranges => ranges;

    /// <summary>Microseconds of the set between two instants; 0 when <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    public long MicrosecondsWithin(Instant from, Instant to)
    {
        long sum = 0;
        for (int i = FirstEndingAfter(from); i < ranges.Length && ranges[i].Start < to; i++)
            sum += Math.Max(0, Instant.Min(to, ranges[i].End).UnixMicroseconds - Instant.Max(from, ranges[i].Start).UnixMicroseconds);
        return sum;
    }

    /// <summary>Whether any of the set lies between two instants.</summary>
    public bool Meets(Instant from, Instant to)
    {
        int i = FirstEndingAfter(from);
        return i < ranges.Length && ranges[i].Start < to && from < to;
    }

    /// <summary>The instant from which on more than so many microseconds outside the set have passed since another.</summary>
    public Instant AfterOutside(Instant from, long microseconds)
    {
        long left = microseconds;
        Instant at = from;
        for (int i = FirstEndingAfter(from); i < ranges.Length; i++)
        {
            long free = Math.Max(0, ranges[i].Start.UnixMicroseconds - at.UnixMicroseconds);
            if (left < free)
                break;
            left -= free;
            at = ranges[i].End;
        }

        return new Instant(at.UnixMicroseconds + left);
    }

    private int FirstEndingAfter(Instant instant)
    {
        int low = 0;
        int high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ranges[middle].End <= instant)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
