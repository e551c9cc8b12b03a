namespace K3Monitor.Measurements;

/// <summary>
/// What is known of a reading that came more than once: the same channel, time, number and value, with marks that differ because
/// another part of the device, another way or another moment of arrival said otherwise.
/// </summary>
/// <remarks>
/// The marks of all copies together do not depend on the order in which they came, nor on how often: whoever joins them two by two,
/// a lane or a store, comes to the same.
/// </remarks>
public static class SampleCopies
{
    /// <summary>How a copy came; of a reading that came another way as well it is not true.</summary>
    private const SampleFlags Arrival = SampleFlags.Late | SampleFlags.Retained | SampleFlags.TimeOfReceipt;

    /// <summary>
    /// The marks of a reading that came with both. What either says against the value stands; how it came is kept where both came
    /// so. Where one calls it no measurement (<see cref="SampleFlags.Bad"/>) and the other does not, it is a doubtful one
    /// (<see cref="SampleFlags.Uncertain"/>): it can prove a breach, and never that all was well.
    /// </summary>
    public static SampleFlags Joined(this SampleFlags a, SampleFlags b)
    {
        if (a == b)
            return a;
        SampleFlags joined = ((a | b) & ~(Arrival | SampleFlags.Bad)) | (a & b & (Arrival | SampleFlags.Bad));
        return ((a ^ b) & SampleFlags.Bad) != 0 ? joined | SampleFlags.Uncertain : joined;
    }
}
