using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>What is known of a device's day before its samples are read.</summary>
/// <param name="Range">The whole day.</param>
/// <param name="Until">Nothing can be expected after it: the day's end, or the present.</param>
/// <param name="HoldIntervals">A sample stands for so many expected intervals.</param>
/// <param name="Own">When this product could not receive.</param>
/// <param name="Before">The device's last numbered message before the day; null when there is none.</param>
/// <param name="After">Its first one after the day; null when there is none.</param>
internal sealed record CountedDay(
    TimeRange Range, Instant Until, double HoldIntervals, TimeRangeSet Own, (Instant Time, long Number)? Before, (Instant Time, long Number)? After)
{
    /// <summary>Whether the day is over: what is missing at its end will not come in its turn any more.</summary>
    public bool IsOver => Until >= Range.End;

    /// <summary>The part of the day of which something can be said.</summary>
    public TimeRange Past => Range with { End = Instant.Min(Range.End, Until) };

    /// <summary>How many of a hole's samples lie in a range and in our own outages.</summary>
    public long OwnWithin(Hole hole, TimeRange range) => Own.Ranges.Sum(own => hole.Within(own.Intersect(range)));
}

/// <summary>A channel measured for a point, with the interval that is declared for it.</summary>
/// <param name="During">The part of the day.</param>
/// <param name="Interval">The declared interval, above 0.</param>
internal readonly record struct Declared(TimeRange During, TimeSpan Interval);
