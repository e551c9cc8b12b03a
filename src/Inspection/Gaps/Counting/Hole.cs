using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>A row of samples that never came, thought of as evenly spaced.</summary>
/// <param name="Before">The instant from which they are counted: the first is one step later.</param>
/// <param name="Step">Microseconds from one to the next; 0 when all are thought of as at <paramref name="Before"/>.</param>
/// <param name="Missing">How many.</param>
internal readonly record struct Hole(Instant Before, double Step, long Missing)
{
    /// <summary>The hole between two messages that came, the numbers between which never did.</summary>
    public static Hole Between(Instant before, Instant after, long missing) =>
        new(before, Math.Max(0, (after - before).TotalMicroseconds / (missing + 1)), missing);

    /// <summary>From the first missing one to behind the last.</summary>
    public TimeRange Range => new(Before + TimeSpan.FromMicroseconds(Step), Before + TimeSpan.FromMicroseconds(Step * (Missing + 1)));

    /// <summary>How many of them lie in a range.</summary>
    public long Within(TimeRange range)
    {
        if (range.IsEmpty)
            return 0;
        if (Step <= 0)
            return range.Contains(Before) ? Missing : 0;
        return FirstFrom(range.End) - FirstFrom(range.Start);
    }

    // How many lie before an instant.
    private long FirstFrom(Instant instant)
    {
        double steps = ((double)instant.UnixMicroseconds - Before.UnixMicroseconds) / Step;
        return (long)Math.Clamp(Math.Ceiling(steps) - 1, 0, Missing);
    }
}
