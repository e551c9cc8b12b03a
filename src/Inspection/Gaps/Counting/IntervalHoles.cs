using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>Estimates from an interval what never came: whole steps of it that lie between two samples, and at the edges.</summary>
internal static class IntervalHoles
{
    // At an edge the phase is not known: less than this beyond whole steps is jitter.
    private const double Jitter = 0.25;

    /// <summary>The holes of a stretch.</summary>
    /// <param name="messages">Samples in time order; those outside the stretch are passed over.</param>
    /// <param name="during">The stretch.</param>
    /// <param name="interval">The interval, above 0.</param>
    /// <param name="settled">Up to when a sample that is missing can be told from one that is under way.</param>
    public static List<Hole> Of(IReadOnlyList<(Instant Time, long Number)> messages, TimeRange during, TimeSpan interval, Instant settled)
    {
        var holes = new List<Hole>();
        Instant? before = null;
        Instant end = Instant.Min(during.End, settled);
        foreach ((Instant time, _) in messages)
        {
            if (!during.Contains(time))
                continue;
            if (before is { } last)
                Add(holes, last, interval, (long)Math.Round((time - last) / interval) - 1);
            else
                AddBefore(holes, during.Start, time, interval);
            before = time;
        }

        if (end <= during.Start)
            return holes;
        if (before is { } final)
            Add(holes, final, interval, (long)Math.Floor(((end - final) / interval) - Jitter));
        else
            Add(holes, during.Start - interval, interval, (long)Math.Round((end - during.Start) / interval));
        return holes;
    }

    /// <summary>The time without data of a stretch: from the end of what a sample stands for to the next.</summary>
    public static IEnumerable<TimeRange> Silences(IReadOnlyList<(Instant Time, long Number)> messages, TimeRange during, TimeSpan hold)
    {
        Instant covered = during.Start;
        bool any = false;
        foreach ((Instant time, _) in messages)
        {
            if (time >= during.End)
                break;

            // What stands for the beginning lies before it; only a longer silence is one for certain.
            if (time > covered && (any || time - covered > hold))
                yield return new TimeRange(covered, time);
            any = true;
            covered = Instant.Max(covered, time + hold);
        }

        if (during.End > covered)
            yield return new TimeRange(covered, during.End);
    }

    private static void AddBefore(List<Hole> holes, Instant start, Instant first, TimeSpan interval)
    {
        long missing = (long)Math.Floor(((first - start) / interval) - Jitter);
        Add(holes, first - (interval * (missing + 1)), interval, missing);
    }

    private static void Add(List<Hole> holes, Instant before, TimeSpan interval, long missing)
    {
        if (missing > 0)
            holes.Add(new Hole(before, interval.TotalMicroseconds, missing));
    }
}
