using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Gaps;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>
/// Counts a day of a device from its samples alone, so that it comes out the same whenever it is done. A device numbers its
/// messages, not its channels: what its channels have in common is laid together first.
/// </summary>
/// <remarks>Memory: the samples of one channel and the messages of the device, of one day.</remarks>
internal sealed class DeviceCount(CountedDay day)
{
    private readonly List<CountedChannel> channels = [];
    private List<(Instant Time, long Number)> messages = [];

    /// <summary>The day's first numbered message.</summary>
    public (Instant Time, long Number)? First => messages.Count > 0 ? messages[0] : null;

    /// <summary>The day's last one.</summary>
    public (Instant Time, long Number)? Last => messages.Count > 0 ? messages[^1] : null;

    /// <summary>Adds a channel.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="declared">Where it was assigned on the day; they do not overlap.</param>
    /// <param name="tally">Its samples.</param>
    public void Add(int channelId, IReadOnlyList<Declared> declared, ChannelTally tally)
    {
        List<TimeRange> windows = declared.Count > 0
            ? [.. declared.Select(d => d.During.Intersect(day.Past)).Where(w => !w.IsEmpty)]
            : tally.Received > 0 ? [new TimeRange(tally.First, tally.Last + TimeSpan.FromMicroseconds(1))] : [];
        var channel = new CountedChannel(channelId, tally) { Windows = windows, InWindows = windows.Sum(tally.Within) };
        if (tally.IsNumbered)
            Merge(tally.Messages);
        else
            Estimate(channel, declared, tally);
        foreach (Declared part in declared)
            Listen(channel, part, tally);
        channels.Add(channel);
    }

    /// <summary>The counts of all channels; after the last was added.</summary>
    public IReadOnlyList<CountedChannel> Finish()
    {
        var runs = new NumberRuns();
        if (day.Before is { } before)
            runs.Add(before.Time, before.Number, counts: false);
        long adjacent = 0;
        for (int i = 0; i < messages.Count; i++)
        {
            runs.Add(messages[i].Time, messages[i].Number);
            adjacent += i > 0 && messages[i].Number == messages[i - 1].Number + 1 ? 1 : 0;
        }

        if (day.After is { } after)
            runs.Add(after.Time, after.Number, counts: false);
        runs.End();
        foreach (CountedChannel channel in channels)
        {
            if (channel.IsNumbered)
                CountByNumbers(channel, runs, adjacent);
            else if (channel.Received == 0 && channel.Windows.Count > 0 && messages.Count > 0)
                CountAbsent(channel, runs);
        }

        return channels;
    }

    /// <summary>
    /// A channel in every message has lost what the device lost, and what came without it. That it is in every message shows by
    /// how often its numbers follow one another: as often as the device's own do, by its part of the day.
    /// </summary>
    private void CountByNumbers(CountedChannel channel, NumberRuns runs, long adjacent)
    {
        (channel.Restarts, channel.Wraps) = (runs.Restarts, runs.Wraps);
        long lost = channel.Windows.Sum(w => runs.Holes.Sum(h => h.Within(w)));
        long own = channel.Windows.Sum(w => runs.Holes.Sum(h => day.OwnWithin(h, w)));
        bool inEvery = adjacent == 0
            ? channel.Received >= messages.Count
            : channel.Adjacent * 2 * messages.Count >= adjacent * channel.Received;
        if (inEvery)
        {
            channel.Basis = GapBasis.Numbers;
            (channel.Path, channel.Own) = (lost - own, own);
            channel.Sensor = Math.Max(0, channel.Windows.Sum(MessagesIn) - channel.InWindows);
        }
        else
        {
            double share = (double)channel.Received / messages.Count;
            channel.Basis = GapBasis.ShareOfNumbers;
            (channel.Path, channel.Own) = ((long)Math.Round((lost - own) * share), (long)Math.Round(own * share));
        }
    }

    /// <summary>A channel that should send and was in no message: the interval said how many, the device's other channels say why.</summary>
    private void CountAbsent(CountedChannel channel, NumberRuns runs)
    {
        (channel.Restarts, channel.Wraps) = (runs.Restarts, runs.Wraps);
        var left = new List<(Hole Hole, long Missing)>();
        foreach ((Hole hole, long missing) in channel.Unexplained)
        {
            if (MessagesIn(hole.Range) * 2 >= missing)
                channel.Sensor += missing;
            else
                left.Add((hole, missing));
        }

        channel.Unexplained.Clear();
        channel.Unexplained.AddRange(left);
    }

    private void Estimate(CountedChannel channel, IReadOnlyList<Declared> declared, ChannelTally tally)
    {
        IReadOnlyList<Declared> by = declared;
        channel.Basis = GapBasis.DeclaredInterval;
        if (declared.Count == 0)
        {
            if (tally.Median() is not { } learnt)
            {
                channel.Basis = GapBasis.Unknown;
                return;
            }

            (channel.Basis, by) = (GapBasis.LearntInterval, [new Declared(channel.Windows[0], learnt)]);
        }

        channel.Interval = by[^1].Interval;
        foreach (Declared part in by)
        {
            TimeRange window = part.During.Intersect(day.Past);
            Instant settled = day.IsOver ? day.Range.End : day.Until - (part.Interval * day.HoldIntervals);
            foreach (Hole hole in IntervalHoles.Of(tally.Messages, window, part.Interval, settled))
            {
                long own = day.OwnWithin(hole, window);
                channel.Own += own;
                if (hole.Missing > own)
                    channel.Unexplained.Add((hole, hole.Missing - own));
            }
        }
    }

    private void Listen(CountedChannel channel, Declared part, ChannelTally tally)
    {
        TimeSpan hold = part.Interval * day.HoldIntervals;
        TimeRange window = part.During.Intersect(day.IsOver ? day.Range : day.Range with { End = day.Until - hold });
        (channel.Silent, channel.OwnSilent) = (channel.Silent ?? TimeSpan.Zero, channel.OwnSilent ?? TimeSpan.Zero);
        if (window.IsEmpty)
            return;
        foreach (TimeRange silence in IntervalHoles.Silences([.. tally.Messages.Where(m => window.Contains(m.Time))], window, hold))
        {
            channel.Silent += silence.Duration;
            channel.OwnSilent += TimeSpan.FromMicroseconds(day.Own.MicrosecondsWithin(silence.Start, silence.End));
        }
    }

    private long MessagesIn(TimeRange range) => ChannelTally.Place(messages, range.End) - ChannelTally.Place(messages, range.Start);

    private void Merge(IReadOnlyList<(Instant Time, long Number)> more)
    {
        var merged = new List<(Instant Time, long Number)>(Math.Max(messages.Count, more.Count));
        for (int a = 0, b = 0; a < messages.Count || b < more.Count;)
        {
            int order = a == messages.Count ? 1 : b == more.Count ? -1 : messages[a].CompareTo(more[b]);
            (Instant Time, long Number) next = order <= 0 ? messages[a] : more[b];
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
            if (next.Number != ChannelSample.NoSequence)
                merged.Add(next);
        }

        messages = merged;
    }
}
