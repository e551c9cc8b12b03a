using K3Monitor.Inspection.Gaps.Counting;
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
internal static class NumberCounting
{
    /// <summary>Counts the messages, which must be in time order, each instant and number once.</summary>
    public static DeviceNumbers Of(TimeRange window, IEnumerable<(Instant Time, long Sequence, SampleFlags Flags)> messages)
    {
        var runs = new NumberRuns();
        (long late, long conflicting, long unnumbered) = (0, 0, 0);
        foreach ((Instant time, long sequence, SampleFlags flags) in messages)
        {
            late += flags.HasFlag(SampleFlags.Late) ? 1 : 0;
            conflicting += flags.HasFlag(SampleFlags.Conflict) ? 1 : 0;
            if (sequence == ChannelSample.NoSequence)
                unnumbered++;
            else
                runs.Add(time, sequence);
        }

        runs.End();
        return new DeviceNumbers(window, runs.Expected, runs.Received, late, conflicting, unnumbered, runs.Restarts, runs.Wraps);
    }
}
