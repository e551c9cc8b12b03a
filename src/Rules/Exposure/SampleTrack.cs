using K3Monitor.Measurements;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The samples of one point that may still be needed, in time order: the open tail and what rolling windows hold.
/// A sample is addressed by a number that stays the same while older ones are dropped; inserting renumbers only
/// what is later.
/// </summary>
internal sealed class SampleTrack
{
    private Sample[] samples = new Sample[16];
    private int count;

    /// <summary>Number of the oldest sample kept.</summary>
    public long First { get; private set; }

    /// <summary>Number behind the newest sample.</summary>
    public long End => First + count;

    public ref readonly Sample this[long number] => ref samples[(int)(number - First)];

    /// <summary>Adds a sample later than all others.</summary>
    public void Append(in Sample sample)
    {
        if (count == samples.Length)
            Array.Resize(ref samples, count * 2);
        samples[count++] = sample;
    }

    /// <summary>The number of the first sample at or after the time.</summary>
    public long Find(Instant time)
    {
        int low = 0;
        int high = count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (samples[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }

        return First + low;
    }

    /// <summary>Puts a sample before the numbered one.</summary>
    public void Insert(long number, in Sample sample)
    {
        Append(sample);
        int at = (int)(number - First);
        Array.Copy(samples, at, samples, at + 1, count - 1 - at);
        samples[at] = sample;
    }

    /// <summary>Drops samples before the number, once enough have gathered to be worth the move.</summary>
    public void DropBefore(long number)
    {
        int drop = (int)(number - First);
        if (drop < 32 || drop < count / 4)
            return;
        count -= drop;
        Array.Copy(samples, drop, samples, 0, count);
        First = number;
    }
}
