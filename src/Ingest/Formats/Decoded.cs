using System.Globalization;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats;

/// <summary>One value as a device sent it, before anything is known of its channel.</summary>
/// <param name="Entry">Which entry of the message it came from, from 0.</param>
/// <param name="Channel">The device's own name of the channel.</param>
/// <param name="Value">The value in the unit of the wire; always finite.</param>
/// <param name="Time">The device's time; null when it gave none.</param>
/// <param name="Sequence">The device's number, or <see cref="ChannelSample.NoSequence"/>.</param>
/// <param name="Flags">What the device says against it.</param>
public readonly record struct DecodedValue(int Entry, string Channel, double Value, Instant? Time, long Sequence, SampleFlags Flags);

/// <summary>Why a message, an entry or a value could not be used.</summary>
/// <param name="Reason">Short stable code; refusals are counted by it.</param>
/// <param name="Detail">Where and why, in English.</param>
/// <param name="Channel">The channel, when it is known.</param>
public sealed record Refusal(string Reason, string Detail, string? Channel = null)
{
    /// <summary>Name of the device as the message calls it, when it is refused because nobody has claimed that name; null otherwise.</summary>
    public string? External { get; init; }
}

/// <summary>What a format made of a message: values that can be used and refusals, side by side.</summary>
/// <remarks>
/// Filled by one thread; cleared and used again for the next message. At most 32 refusals of 300 characters are kept, so
/// that the record of a message with ten thousand faults still fits into the journal; the others are counted.
/// </remarks>
public sealed class Decoded
{
    private const int MostRefusals = 32;
    private const int LongestDetail = 300;
    private int unkept;

    /// <summary>Usable values, in the order of the message.</summary>
    public List<DecodedValue> Values { get; } = [];

    /// <summary>What was refused.</summary>
    public List<Refusal> Refusals { get; } = [];

    /// <summary>Adds a refusal, or counts it when there are enough.</summary>
    public void Refuse(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        if (Refusals.Count >= MostRefusals)
            unkept++;
        else
            Refusals.Add(refusal.Detail.Length <= LongestDetail ? refusal : refusal with { Detail = refusal.Detail[..LongestDetail] + "…" });
    }

    /// <summary>Everything of the message was looked at: says how many refusals were not kept.</summary>
    public void End()
    {
        if (unkept > 0)
            Refusals.Add(new Refusal("message.more-refused", string.Create(CultureInfo.InvariantCulture, $"{unkept} more parts of this message were refused")));
        unkept = 0;
    }

    /// <summary>Empties both lists.</summary>
    public void Clear()
    {
        Values.Clear();
        Refusals.Clear();
        unkept = 0;
    }
}
