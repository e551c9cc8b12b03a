namespace K3Monitor.Measurements;

/// <summary>One value at one instant, in the canonical unit of its quantity.</summary>
/// <param name="Time">When it was measured (event time).</param>
/// <param name="Value">The value in the quantity's canonical unit; always finite.</param>
/// <param name="Flags">What is known against it.</param>
public readonly record struct Sample(Instant Time, double Value, SampleFlags Flags = SampleFlags.None);

/// <summary>A sample of one channel together with what makes it unique and when it came.</summary>
/// <param name="ChannelId">The channel's key in the relational store.</param>
/// <param name="Sample">The sample itself.</param>
/// <param name="Sequence">The device's own number of the message, or <see cref="NoSequence"/>.</param>
/// <param name="Received">When the message arrived (arrival time).</param>
public readonly record struct ChannelSample(int ChannelId, Sample Sample, long Sequence, Instant Received)
{
    /// <summary>The device gave no sequence number.</summary>
    public const long NoSequence = -1;
}
