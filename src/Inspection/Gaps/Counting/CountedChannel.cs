using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Gaps;

namespace K3Monitor.Inspection.Gaps.Counting;

/// <summary>What the count of a channel's day comes to.</summary>
internal sealed class CountedChannel(int channelId, ChannelTally tally)
{
    public int ChannelId => channelId;

    public long Received { get; } = tally.Received;

    public long Rows { get; } = tally.Rows;

    public long Late { get; } = tally.Late;

    public long Unnumbered { get; } = tally.Unnumbered;

    public long Adjacent { get; } = tally.Adjacent;

    public bool IsNumbered { get; } = tally.IsNumbered;

    /// <summary>Further values for an instant and number that had one.</summary>
    public long Conflicts => Rows - Received;

    /// <summary>The parts of the day in which it should send, as far as they are past.</summary>
    public required IReadOnlyList<TimeRange> Windows { get; init; }

    /// <summary>How many came in these parts.</summary>
    public long InWindows { get; init; }

    public GapBasis Basis { get; set; }

    public TimeSpan? Interval { get; set; }

    public int Restarts { get; set; }

    public int Wraps { get; set; }

    public long Sensor { get; set; }

    public long Path { get; set; }

    public long Own { get; set; }

    public long Unknown { get; set; }

    public TimeSpan? Silent { get; set; }

    public TimeSpan? OwnSilent { get; set; }

    /// <summary>Holes for which a cause may be looked for, each with what is not our own; they are counted in none of the causes yet.</summary>
    public List<(Hole Hole, long Missing)> Unexplained { get; } = [];

    /// <summary>Samples that should have come; null where nothing tells.</summary>
    public long? Expected => Basis == GapBasis.Unknown ? null : Received + Sensor + Path + Own + Unknown;
}
