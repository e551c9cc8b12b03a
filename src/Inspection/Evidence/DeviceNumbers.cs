using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Evidence;

/// <summary>
/// What a device's own numbers say of its messages in a window: how many there must have been, and how many never came. Counted from
/// the stored samples of all its channels, so that it comes out the same whenever it is asked.
/// </summary>
/// <param name="Window">The window, in the device's time.</param>
/// <param name="Expected">Numbers from the first to the last of each run of numbering.</param>
/// <param name="Received">How many of them came.</param>
/// <param name="Late">Messages that came long after they were measured.</param>
/// <param name="Conflicting">Messages whose number and instant came again with another value.</param>
/// <param name="Unnumbered">Messages without a number, of which nothing can be told.</param>
/// <param name="Restarts">How often numbering began anew; what was lost around a restart cannot be told, and is not counted.</param>
/// <param name="Wraps">How often numbers ran over 8, 16 or 32 bits and went on from 0.</param>
public sealed record DeviceNumbers(
    TimeRange Window, long Expected, long Received, long Late, long Conflicting, long Unnumbered, int Restarts, int Wraps)
{
    /// <summary>Numbers that never came.</summary>
    public long Never => Expected - Received;
}

/// <summary>Counts numbers in order of the device's time.</summary>
internal sealed class NumberCounting
{
    // A clock that was put right by a moment shows messages out of their order; more than this is a new beginning.
    private const long Disorder = 64;
    private static readonly int[] Widths = [8, 16, 32];

    private readonly HashSet<long> run = [];
    private long low;
    private long high;
    private long offset;
    private Instant before;
    private long expected;
    private long received;
    private long late;
    private long conflicting;
    private long unnumbered;
    private int restarts;
    private int wraps;

    /// <summary>Counts the messages, which must be in time order, each instant and number once.</summary>
    public static DeviceNumbers Of(TimeRange window, IEnumerable<(Instant Time, long Sequence, SampleFlags Flags)> messages)
    {
        var counting = new NumberCounting();
        foreach ((Instant time, long sequence, SampleFlags flags) in messages)
            counting.Add(time, sequence, flags);
        counting.EndRun();
        return new DeviceNumbers(
            window, counting.expected, counting.received, counting.late, counting.conflicting, counting.unnumbered, counting.restarts, counting.wraps);
    }

    private void Add(Instant time, long sequence, SampleFlags flags)
    {
        late += flags.HasFlag(SampleFlags.Late) ? 1 : 0;
        conflicting += flags.HasFlag(SampleFlags.Conflict) ? 1 : 0;
        if (sequence == ChannelSample.NoSequence)
        {
            unnumbered++;
            return;
        }

        long number = sequence + offset;
        if (run.Count > 0 && number < high - Disorder && Wrapped(sequence, time) is { } over)
        {
            offset += over;
            wraps++;
            number += over;
        }

        if (run.Count > 0 && !GoesOn(number, time))
        {
            EndRun();
            restarts++;
            offset = 0;
            number = sequence;
        }

        (low, high) = run.Count == 0 ? (number, number) : (Math.Min(low, number), Math.Max(high, number));
        run.Add(number);
        before = time;
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

    private void EndRun()
    {
        if (run.Count == 0)
            return;
        expected += high - low + 1;
        received += run.Count;
        run.Clear();
    }
}
