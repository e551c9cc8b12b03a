using K3Monitor.Measurements;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The samples of one point that may still be needed, in time order: the open tail and what rolling windows hold.
/// A sample is addressed by a number that stays the same while older ones are dropped; inserting renumbers only
/// what is later. Of samples at one instant the order is that of <see cref="PlaceOf"/>, whatever the order in which they came.
/// </summary>
internal sealed class SampleTrack
{
    private Sample[] samples = new Sample[16];
    private long[] sequences = new long[16];
    private int count;

    /// <summary>Number of the oldest sample kept.</summary>
    public long First { get; private set; }

    /// <summary>Number behind the newest sample.</summary>
    public long End => First + count;

    public ref readonly Sample this[long number] => ref samples[(int)(number - First)];

    /// <summary>Adds a sample later than all others.</summary>
    public void Append(in Sample sample, long sequence)
    {
        if (count == samples.Length)
        {
            Array.Resize(ref samples, count * 2);
            Array.Resize(ref sequences, count * 2);
        }

        sequences[count] = sequence;
        samples[count++] = sample;
    }

    /// <summary>The device's number of a sample's message.</summary>
    public long SequenceOf(long number) => sequences[(int)(number - First)];

    /// <summary>Marks a sample that is there.</summary>
    public void Mark(long number, SampleFlags flags)
    {
        ref Sample sample = ref samples[(int)(number - First)];
        sample = sample with { Flags = sample.Flags | flags };
    }

    /// <summary>
    /// Where a sample belongs: by time; of one instant what is no measurement first, then by value, then by the device's number.
    /// So the highest value of an instant comes last, and stands for the time until the next sample.
    /// </summary>
    public long PlaceOf(in Sample sample, long sequence)
    {
        long place = Find(sample.Time);
        while (place < End && this[place].Time == sample.Time && IsBefore(this[place], SequenceOf(place), sample, sequence))
            place++;
        return place;
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
    public void Insert(long number, in Sample sample, long sequence)
    {
        Append(sample, sequence);
        int at = (int)(number - First);
        Array.Copy(samples, at, samples, at + 1, count - 1 - at);
        samples[at] = sample;
        Array.Copy(sequences, at, sequences, at + 1, count - 1 - at);
        sequences[at] = sequence;
    }

    /// <summary>Takes the numbered sample out; what is later moves up.</summary>
    public void Remove(long number)
    {
        int at = (int)(number - First);
        count--;
        Array.Copy(samples, at + 1, samples, at, count - at);
        Array.Copy(sequences, at + 1, sequences, at, count - at);
    }

    /// <summary>Drops samples before the number, once enough have gathered to be worth the move.</summary>
    public void DropBefore(long number)
    {
        int drop = (int)(number - First);
        if (drop < 32 || drop < count / 4)
            return;
        count -= drop;
        Array.Copy(samples, drop, samples, 0, count);
        Array.Copy(sequences, drop, sequences, 0, count);
        First = number;
    }

    /// <summary>Whether two samples are of the same signal: the point's own, or that of its use.</summary>
    public static bool AreOfOneSignal(in Sample a, in Sample b) => IsUse(a) == IsUse(b);

    private static bool IsUse(in Sample sample) => (sample.Flags & SampleFlags.UseSignal) != 0;

    private static bool IsBefore(in Sample a, long sequenceOfA, in Sample b, long sequenceOfB)
    {
        if (IsUse(a) != IsUse(b))
            return IsUse(a);
        if (a.Flags.Counts() != b.Flags.Counts())
            return !a.Flags.Counts();
        int order = a.Value.CompareTo(b.Value);
        return order < 0 || (order == 0 && sequenceOfA < sequenceOfB);
    }
}
