using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Influx.Reading;

namespace K3Monitor.Store.Telemetry.Influx.Writing;

/// <summary>
/// Finds the lines of a batch. A sample that is newer than all of its channel goes straight out. Any other may be there
/// already, so what lies at its instant is read first: the same sample is not written again, only its marks where they
/// change, another one gets the next slot, and where number and instant agree and values differ, all are flagged.
/// </summary>
/// <remarks>
/// Right only because there is one writer. Batches come in the journal's order and again from an earlier position after
/// a crash, so a sample finds the same slot every time; a request that a hung server finishes late changes nothing.
/// </remarks>
internal sealed class SlotAssignment(SampleReading reading, InfluxWriter writer)
{
    /// <summary>Instants this close are read in one stretch.</summary>
    private const long Together = 60_000_000;

    private readonly Dictionary<(int Channel, Instant Time), List<StoredSample>> there = [];
    private readonly List<string> lines = [];

    /// <summary>The lines of a batch; valid until the next call.</summary>
    /// <param name="samples">The batch.</param>
    /// <param name="newest">The newest instant of a channel on the server; null when it has none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<string>> LinesAsync(ReadOnlyMemory<ChannelSample> samples, Func<int, Instant?> newest, CancellationToken cancellationToken)
    {
        there.Clear();
        lines.Clear();
        List<ChannelStretch> doubtful = Doubtful(samples.Span, newest);
        if (doubtful.Count > 0)
        {
            foreach (StoredSample stored in await reading.ReadAsync(doubtful, cancellationToken).ConfigureAwait(false))
                At(stored.Sample).Add(stored);
        }

        foreach (ref readonly ChannelSample sample in samples.Span)
        {
            if (Lines.Refusal(sample) is { } reason)
                writer.SetAside(Lines.Of(sample with { Sample = sample.Sample with { Time = default } }, 0) + " # " + sample.Sample.Time, reason);
            else
                Place(sample);
        }

        return lines;
    }

    private static List<ChannelStretch> Doubtful(ReadOnlySpan<ChannelSample> samples, Func<int, Instant?> newest)
    {
        var old = new List<(int Channel, Instant Time)>();
        foreach (ref readonly ChannelSample sample in samples)
        {
            if (newest(sample.ChannelId) is { } last && sample.Sample.Time <= last && Lines.Refusal(sample) is null)
                old.Add((sample.ChannelId, sample.Sample.Time));
        }

        old.Sort();
        var stretches = new List<ChannelStretch>();
        foreach ((int channel, Instant time) in old)
        {
            if (stretches.Count > 0 && stretches[^1] is var open && open.Channel == channel && time.UnixMicroseconds - open.Last.UnixMicroseconds <= Together)
                stretches[^1] = open with { Last = time };
            else
                stretches.Add(new ChannelStretch(channel, time, time));
        }

        return stretches;
    }

    private void Place(in ChannelSample sample)
    {
        List<StoredSample> same = At(sample);
        ChannelSample placed = sample;
        int slot = 0;
        for (int i = 0; i < same.Count; i++)
        {
            slot = Math.Max(slot, same[i].Slot + 1);
            if (same[i].Sample.Sequence != sample.Sequence)
                continue;
            if (same[i].Sample.Sample.Value.Equals(sample.Sample.Value))
            {
                same[i] = Marked(same[i], same[i].Sample.Sample.Flags.Joined(sample.Sample.Flags));
                return;
            }

            same[i] = Marked(same[i], same[i].Sample.Sample.Flags | SampleFlags.Conflict);
            placed = WithConflict(placed);
        }

        if (slot >= Lines.Slots)
        {
            writer.SetAside(Lines.Of(sample, 0), $"more than {Lines.Slots} samples of the channel at one instant");
            return;
        }

        same.Add(new StoredSample(placed, slot));
        lines.Add(Lines.Of(placed, slot));
    }

    private StoredSample Marked(in StoredSample stored, SampleFlags flags)
    {
        if (stored.Sample.Sample.Flags == flags)
            return stored;
        lines.Add(Lines.Flags(stored.Sample.ChannelId, stored.Sample.Sample.Time, stored.Slot, flags));
        return stored with { Sample = stored.Sample with { Sample = stored.Sample.Sample with { Flags = flags } } };
    }

    private static ChannelSample WithConflict(in ChannelSample s) => s with { Sample = s.Sample with { Flags = s.Sample.Flags | SampleFlags.Conflict } };

    private List<StoredSample> At(in ChannelSample sample)
    {
        (int, Instant) key = (sample.ChannelId, sample.Sample.Time);
        if (!there.TryGetValue(key, out List<StoredSample>? list))
            there[key] = list = [];
        return list;
    }
}
