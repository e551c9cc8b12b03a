using System.Numerics;

namespace K3Monitor.FirmwareSim.Load;

/// <summary>
/// Latencies in microseconds in buckets whose width grows with the value: 32 to a doubling, so that a quantile is at
/// most 1/32 too high. Fixed memory, never drops a value.
/// </summary>
/// <remarks>One writer; merge copies of several after the writers have ended.</remarks>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private readonly long[] _buckets = new long[(64 - SubBits + 1) << SubBits];

    internal long Count { get; private set; }

    internal long Max { get; private set; }

    internal void Add(long microseconds)
    {
        long value = Math.Max(0, microseconds);
        _buckets[Index((ulong)value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    internal void Merge(LatencyHistogram other)
    {
        for (int i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The value that a share of all values does not exceed, microseconds; null when there is none.</summary>
    internal long? Quantile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= rank)
            {
                return Math.Min(Max, Highest(i));
            }
        }

        return null;
    }

    private static int Index(ulong value)
    {
        int shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount(value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long Highest(int index)
    {
        int shift = Math.Max(0, (index >> SubBits) - 1);
        long part = index - ((long)shift << SubBits);
        return ((part + 1) << shift) - 1;
    }
}
