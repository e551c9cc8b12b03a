namespace K3Monitor.FirmwareSim.Plants;

/// <summary>
/// Randomness as a pure function of (seed, stream, index): asking twice, in another order or at another speed gives
/// the same number. Built on SplitMix64 (Steele, Lea, Flood 2014) and exact arithmetic only.
/// </summary>
internal readonly struct SeededNoise
{
    private readonly ulong _key;

    /// <param name="seed">The scenario's seed.</param>
    /// <param name="stream">Name of the independent stream, such as a device's channel.</param>
    internal SeededNoise(long seed, string stream)
    {
        // FNV-1a, because string.GetHashCode differs from run to run.
        ulong hash = 14695981039346656037;
        foreach (char c in stream)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        _key = Mix(unchecked(hash + (ulong)seed));
    }

    /// <summary>Evenly spread over [0, 1).</summary>
    internal double Uniform(long index) => (Mix(unchecked(_key + ((ulong)index * 0x9E3779B97F4A7C15))) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Bell-shaped with mean 0 and standard deviation 1, bounded by ±3.5: the sum of four uniforms.</summary>
    internal double Bell(long index)
    {
        long first = unchecked(index * 4);
        double sum = Uniform(first) + Uniform(first + 1) + Uniform(first + 2) + Uniform(first + 3);
        return (sum - 2) * 1.7320508075688772;
    }

    /// <summary>A slowly wandering value in [-1, 1] that changes over about one period.</summary>
    internal double Wander(double moment, double period)
    {
        double place = moment / period;
        long left = (long)Math.Floor(place);
        double part = place - left;
        double ease = part * part * (3 - (2 * part));
        return (((1 - ease) * Uniform(left)) + (ease * Uniform(left + 1))) * 2 - 1;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
