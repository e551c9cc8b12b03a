using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>The samples of one channel on one day, each instant and number once.</summary>
internal sealed class ChannelTally
{
    private readonly List<(Instant Time, long Number)> messages = [];

    /// <summary>Each instant and number once, in time order.</summary>
    public IReadOnlyList<(Instant Time, long Number)> Messages => messages;

    /// <summary>How many.</summary>
    public long Received { get; private set; }

    /// <summary>Samples of the store: further values of one instant and number too.</summary>
    public long Rows { get; private set; }

    /// <summary>How many came long after they were measured.</summary>
    public long Late { get; private set; }

    /// <summary>How many have no number.</summary>
    public long Unnumbered { get; private set; }

    /// <summary>Successive samples whose numbers are successive.</summary>
    public long Adjacent { get; private set; }

    /// <summary>The first time; of a channel without samples the end of the day.</summary>
    public Instant First { get; private set; } = Instant.MaxValue;

    /// <summary>The last time.</summary>
    public Instant Last { get; private set; } = Instant.MinValue;

    /// <summary>Whether the device's numbers tell what is missing.</summary>
    public bool IsNumbered => Received > 0 && Unnumbered * 2 < Received;

    /// <summary>Takes the next sample in time order (then by number).</summary>
    public void Add(in ChannelSample row)
    {
        Rows++;
        (Instant Time, long Number) message = (row.Sample.Time, row.Sequence);
        if (messages.Count > 0 && messages[^1] == message)
            return;
        Received++;
        Late += row.Sample.Flags.HasFlag(SampleFlags.Late) ? 1 : 0;
        if (message.Number == ChannelSample.NoSequence)
            Unnumbered++;
        else if (messages.Count > 0 && message.Number == messages[^1].Number + 1)
            Adjacent++;
        First = Instant.Min(First, message.Time);
        Last = Instant.Max(Last, message.Time);
        messages.Add(message);
    }

    /// <summary>How many came in a range.</summary>
    public long Within(TimeRange range) => Place(messages, range.End) - Place(messages, range.Start);

    /// <summary>The place of the first message at or after an instant.</summary>
    public static int Place(List<(Instant Time, long Number)> sorted, Instant instant)
    {
        int at = sorted.BinarySearch((instant, long.MinValue));
        return at < 0 ? ~at : at;
    }

    /// <summary>The median time between samples; null for fewer than ten.</summary>
    public TimeSpan? Median()
    {
        if (messages.Count < 10)
            return null;
        long[] steps = [.. messages.Skip(1).Select((m, i) => m.Time.UnixMicroseconds - messages[i].Time.UnixMicroseconds).Order()];
        return steps[steps.Length / 2] is > 0 and var median ? TimeSpan.FromMicroseconds(median) : null;
    }
}
