using System.Globalization;
using K3Monitor.Ingest.Formats;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising;

/// <summary>A sample that is ready to be kept, and where it belongs.</summary>
/// <param name="PointId">The measurement point; null when its channel was assigned to none at the time.</param>
/// <param name="Sample">The sample in canonical unit.</param>
public readonly record struct ReadySample(int? PointId, ChannelSample Sample);

/// <summary>
/// Makes decoded values canonical: channel, point, unit, time and marks. A value that cannot be is refused; the others of
/// its message stand. Pure.
/// </summary>
public static class Normaliser
{
    /// <summary>A device's clock may run ahead of receipt by this much before it is doubted: 2 minutes.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>A sample older than this on arrival was never live: 5 minutes.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    /// <summary>Turns the values of a message into samples; refusals are added to those of the format.</summary>
    /// <param name="decoded">The values; its refusals grow.</param>
    /// <param name="device">The device that sent them.</param>
    /// <param name="received">When the message arrived.</param>
    /// <param name="ready">Takes the samples.</param>
    public static void Normalise(Decoded decoded, DeviceTopology device, Instant received, List<ReadySample> ready)
    {
        ArgumentNullException.ThrowIfNull(decoded);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(ready);
        foreach (DecodedValue value in decoded.Values)
        {
            if (One(value, device, received, ready) is { } refusal)
                decoded.Refuse(refusal);
        }
    }

    private static Refusal? One(in DecodedValue value, DeviceTopology device, Instant received, List<ReadySample> ready)
    {
        if (!device.Channels.TryGetValue(value.Channel, out ChannelTopology? channel))
            return Refuse(value, "channel.unknown", "the device has no such channel");
        if (channel.Quantity is not { } quantity)
            return Refuse(value, "channel.no-quantity", "nobody has said what the channel measures");
        if (channel.Unit is not { } unit)
            return Refuse(value, "channel.no-unit", "nobody has said in which unit the channel measures");
        ConversionResult converted = UnitConversion.ToCanonical(value.Value, unit, quantity);
        if (!converted.Succeeded)
            return Refuse(value, "unit.not-convertible", converted.Fault!);
        if (converted.Value < quantity.PlausibleMin || converted.Value > quantity.PlausibleMax)
        {
            return Refuse(value, "value.implausible", string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Value} {unit} cannot be a measurement ({quantity.PlausibleMin} to {quantity.PlausibleMax} {quantity.Canonical})"));
        }

        Instant time = value.Time ?? received;
        SampleFlags flags = value.Flags | Range(value.Value, channel) | Clock(value.Time, received) | Calibration(channel, time);
        var sample = new ChannelSample(channel.ChannelId, new Sample(time, converted.Value, flags), value.Sequence, received);
        ready.Add(new ReadySample(channel.PointAt(time), sample));
        return null;
    }

    private static SampleFlags Range(double value, ChannelTopology channel) =>
        value >= channel.RangeMax ? SampleFlags.OverRange
        : value < channel.RangeMin ? SampleFlags.UnderRange
        : SampleFlags.None;

    /// <summary>What the time itself says against a sample.</summary>
    internal static SampleFlags Clock(Instant? time, Instant received)
    {
        if (time is not { } given)
            return SampleFlags.TimeOfReceipt;
        if (given > received + ClockTolerance)
            return SampleFlags.ClockDoubt;
        return given < received - LateAfter ? SampleFlags.Late : SampleFlags.None;
    }

    internal static SampleFlags Calibration(ChannelTopology channel, Instant time) =>
        channel.CalibrationDue is { } due && time >= due ? SampleFlags.CalibrationLapsed : SampleFlags.None;

    private static Refusal Refuse(in DecodedValue value, string reason, string why) =>
        new(reason, string.Create(CultureInfo.InvariantCulture, $"entry {value.Entry}: v.{value.Channel}: {why}"), value.Channel);
}
