using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>
/// Follows a device's own numbers in order of its time: runs of numbering, what is missing within them, where they begin anew
/// (after a boot, which is no loss) and where they run over 8, 16 or 32 bits and go on from 0.
/// </summary>
internal sealed class NumberRuns
{
    // A clock that was put right by a moment shows messages out of their order; more than this is a new beginning.
    private const long Disorder = 64;
    private static readonly int[] Widths = [8, 16, 32];

    private readonly List<(long Number, Instant Time)> run = [];
    private readonly List<Hole> holes = [];
    private long high;
    private long offset;
    private Instant before;

    /// <summary>What is missing within the runs that have ended.</summary>
    public IReadOnlyList<Hole> Holes => holes;

    /// <summary>Numbers that came, each once.</summary>
    public long Received { get; private set; }

    /// <summary>Numbers from the first to the last of each run.</summary>
    public long Expected { get; private set; }

    /// <summary>How often numbering began anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>How often it ran over.</summary>
    public int Wraps { get; private set; }

    /// <summary>Takes the next message.</summary>
    /// <param name="time">Its time, not before that of the message before it.</param>
    /// <param name="sequence">Its number, from 0.</param>
    /// <param name="counts">Whether a restart or an overflow that it shows is counted; not for a message of the day before or after.</param>
    public void Add(Instant time, long sequence, bool counts = true)
    {
        long number = sequence + offset;
        if (run.Count > 0 && number < high - Disorder && Wrapped(sequence, time) is { } over)
        {
            offset += over;
            Wraps += counts ? 1 : 0;
            number += over;
        }

        if (run.Count > 0 && !GoesOn(number, time))
        {
            End();
            Restarts += counts ? 1 : 0;
            offset = 0;
            number = sequence;
        }

        high = run.Count == 0 ? number : Math.Max(high, number);
        run.Add((number, time));
        before = time;
    }

    /// <summary>Ends the run that goes on; after the last message.</summary>
    public void End()
    {
        if (run.Count == 0)
            return;
        run.Sort();
        Received++;
        for (int i = 1; i < run.Count; i++)
        {
            long step = run[i].Number - run[i - 1].Number;
            Received += step > 0 ? 1 : 0;
            if (step > 1)
                holes.Add(Hole.Between(run[i - 1].Time, run[i].Time, step - 1));
        }

        Expected += run[^1].Number - run[0].Number + 1;
        run.Clear();
    }

    private bool GoesOn(long number, Instant time) => number >= high - Disorder && IsPlausible(number - high, time);

    // A device that loses messages loses at most one a millisecond; more is another numbering.
    private bool IsPlausible(long step, Instant time) => step <= Disorder || step <= (time - before).TotalMilliseconds;

    private long? Wrapped(long sequence, Instant time)
    {
        foreach (int width in Widths)
        {
            long span = 1L << width;
            long last = high - offset;
            if (last < span && last >= span - (span / 8) && sequence < span / 8 && IsPlausible(sequence + span - last, time))
                return span;
        }

        return null;
    }
}
