using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>
/// Samples that are not yet in a file, by channel, in order of arrival. Plain memory: a query engine's table that is
/// read while it grows was found to let rows of another channel through a filter that it had optimised away.
/// </summary>
/// <remarks>One writer, any number of readers.</remarks>
internal sealed class HotSamples
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<ChannelSample>> byChannel = [];

    /// <summary>How many samples it holds.</summary>
    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<ChannelSample> samples)
    {
        lock (gate)
        {
            foreach (ref readonly ChannelSample sample in samples)
            {
                if (!byChannel.TryGetValue(sample.ChannelId, out List<ChannelSample>? list))
                    byChannel[sample.ChannelId] = list = [];
                list.Add(sample);
            }

            Rows += samples.Length;
        }
    }

    /// <summary>Adds the samples of a channel in a window to a list, in order of arrival.</summary>
    public void CopyTo(List<ChannelSample> target, int channel, TimeRange range)
    {
        lock (gate)
        {
            if (!byChannel.TryGetValue(channel, out List<ChannelSample>? list))
                return;
            foreach (ChannelSample sample in list)
            {
                if (range.Contains(sample.Sample.Time))
                    target.Add(sample);
            }
        }
    }

    /// <summary>Every sample; only for the writer, when nothing is added any more.</summary>
    public IEnumerable<ChannelSample> All() => byChannel.OrderBy(p => p.Key).SelectMany(p => p.Value);
}
