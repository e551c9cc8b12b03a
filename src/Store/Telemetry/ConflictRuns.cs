using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry;

/// <summary>
/// Resolves rows that share channel, instant and sequence: the same value again is one sample, with the marks
/// of all its copies (<see cref="SampleCopies"/>) and the earliest arrival; different values are all kept, and all flagged.
/// </summary>
internal static class ConflictRuns
{
    /// <summary>The rows, which must be sorted by time and sequence, resolved; order is kept.</summary>
    public static IEnumerable<ChannelSample> Resolve(IReadOnlyList<ChannelSample> rows)
    {
        var run = new List<ChannelSample>();
        foreach (ChannelSample row in rows)
        {
            if (run.Count > 0 && (run[0].Sample.Time != row.Sample.Time || run[0].Sequence != row.Sequence))
            {
                foreach (ChannelSample ready in Flagged(run))
                    yield return ready;
                run.Clear();
            }

            int copy = run.FindIndex(r => r.Sample.Value.Equals(row.Sample.Value));
            if (copy < 0)
                run.Add(row);
            else if (run[copy].Sample.Flags != row.Sample.Flags)
                run[copy] = run[copy] with { Sample = run[copy].Sample with { Flags = run[copy].Sample.Flags.Joined(row.Sample.Flags) } };
        }

        foreach (ChannelSample ready in Flagged(run))
            yield return ready;
    }

    private static IEnumerable<ChannelSample> Flagged(List<ChannelSample> run) =>
        run.Count < 2 ? run : run.Select(r => r with { Sample = r.Sample with { Flags = r.Sample.Flags | SampleFlags.Conflict } });

    /// <summary>The order of rows: time, sequence, arrival, value.</summary>
    public static int ByTime(ChannelSample a, ChannelSample b)
    {
        int order = a.Sample.Time.CompareTo(b.Sample.Time);
        if (order == 0)
            order = a.Sequence.CompareTo(b.Sequence);
        if (order == 0)
            order = a.Received.CompareTo(b.Received);
        return order == 0 ? a.Sample.Value.CompareTo(b.Sample.Value) : order;
    }
}
