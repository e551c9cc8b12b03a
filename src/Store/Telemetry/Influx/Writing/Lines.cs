using System.Globalization;
using System.Text;
using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Influx.Writing;

/// <summary>
/// How a sample lies in InfluxDB: measurement <c>k3_samples</c>, tag <c>channel</c>, fields <c>value</c>, <c>sequence</c>,
/// <c>flags</c>, <c>received</c>. Names and tags are ours alone, so nothing that a device says can break a line.
/// </summary>
/// <remarks>
/// InfluxDB overwrites what has the same series and time. Samples are exact to the microsecond and InfluxDB to the
/// nanosecond, so the last three digits are a slot: the first sample of a channel and instant has 0, another one of
/// the same instant the next.
/// </remarks>
internal static class Lines
{
    public const string Measurement = "k3_samples";

    /// <summary>Samples of one channel at one instant that can be kept.</summary>
    public const int Slots = 1000;

    private const long Limit = long.MaxValue / Slots;

    /// <summary>The instants that InfluxDB can hold (years 1677 to 2262), a little narrower than its own limits.</summary>
    public static TimeRange Representable { get; } = new(new Instant(-Limit + 1), new Instant(Limit - 1));

    public static long Nanoseconds(Instant time, int slot = 0) => (time.UnixMicroseconds * Slots) + slot;

    public static (Instant Time, int Slot) Split(long nanoseconds)
    {
        (long time, long slot) = Math.DivRem(nanoseconds, Slots);
        return slot < 0 ? (new Instant(time - 1), (int)slot + Slots) : (new Instant(time), (int)slot);
    }

    /// <summary>The line of one sample, without its end.</summary>
    public static string Of(in ChannelSample s, int slot)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return new StringBuilder(128).Append(Measurement)
            .Append(culture, $",channel={s.ChannelId} value={s.Sample.Value:R},sequence={s.Sequence}i,flags={(int)s.Sample.Flags}i")
            .Append(culture, $",received={s.Received.UnixMicroseconds}i {Nanoseconds(s.Sample.Time, slot)}")
            .ToString();
    }

    /// <summary>A line that changes nothing but the flags of a sample that is there.</summary>
    public static string Flags(int channel, Instant time, int slot, SampleFlags flags) => string.Create(
        CultureInfo.InvariantCulture, $"{Measurement},channel={channel} flags={(int)flags}i {Nanoseconds(time, slot)}");

    /// <summary>Why a sample can have no line; null when it can.</summary>
    public static string? Refusal(in ChannelSample s) =>
        !double.IsFinite(s.Sample.Value) ? "the value is no number"
        : !Representable.Contains(s.Sample.Time) ? "InfluxDB holds no instant before 1677 or after 2262"
        : null;
}
