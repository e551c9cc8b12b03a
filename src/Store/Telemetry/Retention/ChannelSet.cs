using System.Globalization;
using System.Text;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>A set of channels, written as ranges (<c>1-40,43</c>): a year of days with thousands of channels each stays small.</summary>
/// <remarks>Immutable, safe to share.</remarks>
public sealed class ChannelSet
{
    private readonly (int First, int Last)[] ranges;

    private ChannelSet((int First, int Last)[] ranges) => this.ranges = ranges;

    /// <summary>No channel.</summary>
    public static ChannelSet Empty { get; } = new([]);

    /// <summary>Whether there is none in it.</summary>
    public bool IsEmpty => ranges.Length == 0;

    /// <summary>How many there are.</summary>
    public long Count => ranges.Sum(r => (long)r.Last - r.First + 1);

    /// <summary>Every channel in order.</summary>
    public IEnumerable<int> Channels => ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1));

    /// <summary>The set of some channels, in any order, repeated or not.</summary>
    public static ChannelSet Of(IEnumerable<int> channels)
    {
        var joined = new List<(int First, int Last)>();
        foreach (int channel in channels.Distinct().Order())
        {
            if (joined.Count > 0 && joined[^1].Last + 1 == channel)
                joined[^1] = joined[^1] with { Last = channel };
            else
                joined.Add((channel, channel));
        }

        return new ChannelSet([.. joined]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is no set of channels.</exception>
    public static ChannelSet Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Empty;
        return Of(text.Split(',').SelectMany(part =>
        {
            string[] ends = part.Split('-');
            int first = int.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
            int last = ends.Length == 1 ? first : int.Parse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture);
            return Enumerable.Range(first, checked(last - first + 1));
        }));
    }

    /// <summary>Whether a channel is in it.</summary>
    public bool Contains(int channel)
    {
        int low = 0;
        int high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (ranges[middle].Last < channel)
                low = middle + 1;
            else if (ranges[middle].First > channel)
                high = middle - 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>Both sets together.</summary>
    public ChannelSet With(IEnumerable<int> channels) => Of(Channels.Concat(channels));

    /// <inheritdoc />
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((int first, int last) in ranges)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first)
                text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }

        return text.ToString();
    }
}
