using System.Globalization;
using K3Monitor.Ingest.Formats;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising;

/// <summary>
/// Makes one reading of the field canonical. The unit that comes with the message stands; where it comes with none, or with one that
/// nobody knows, the unit that somebody has declared for the channel does; without either the value is held. Pure.
/// </summary>
internal static class FieldNormaliser
{
    /// <summary>The sample, or why there is none.</summary>
    /// <param name="reading">A reading that is a sample.</param>
    /// <param name="channel">The channel that it belongs to.</param>
    /// <param name="received">When the message arrived.</param>
    /// <param name="retained">Whether a broker had kept the message.</param>
    public static (ReadySample? Ready, Refusal? Refusal) One(Reading reading, ChannelTopology channel, Instant received, bool retained)
    {
        if (channel.Quantity is not { } quantity)
            return Refuse(reading, "channel.no-quantity", "nobody has said what the channel measures");
        if (reading.Value.IsMissing)
            return Refuse(reading, "value.missing", reading.Reason ?? "the device gives no value");
        if (reading.Value.Number is not { } number)
            return Refuse(reading, "value.not-a-number", $"'{Short(reading.Value.ToString())}' is no number");
        if (retained && reading.Source == TimeSource.Received)
            return Refuse(reading, "retained.no-time", "a retained value without a time may be of any age");
        if (UnitOf(reading, channel) is not { } unit)
            return Refuse(reading, "channel.no-unit", reading.Unit is { } sent ? $"unit '{Short(sent)}' is not known, and nobody has declared one" : "nobody has said in which unit the channel measures");
        ConversionResult converted = UnitConversion.ToCanonical(number, unit, quantity);
        if (!converted.Succeeded)
            return Refuse(reading, "unit.not-convertible", converted.Fault!);
        if (converted.Value < quantity.PlausibleMin || converted.Value > quantity.PlausibleMax)
        {
            return Refuse(reading, "value.implausible", string.Create(
                CultureInfo.InvariantCulture, $"{number} {unit} cannot be a measurement ({quantity.PlausibleMin} to {quantity.PlausibleMax} {quantity.Canonical})"));
        }

        Instant time = reading.Time ?? received;
        SampleFlags flags = reading.Flags | Range(converted.Value, channel, quantity) | Normaliser.Calibration(channel, time) | (retained ? SampleFlags.Retained : SampleFlags.None);
        var sample = new ChannelSample(channel.ChannelId, new Sample(time, converted.Value, flags), reading.Sequence, received);
        return (new ReadySample(channel.PointAt(time), sample), null);
    }

    private static Unit? UnitOf(Reading reading, ChannelTopology channel) => UnitCatalogue.TryFind(reading.Unit, out Unit? sent) ? sent : channel.Unit;

    /// <summary>The range is declared in the channel's own unit, which need not be that of the message.</summary>
    private static SampleFlags Range(double value, ChannelTopology channel, Quantity quantity) =>
        value >= Bound(channel.RangeMax, channel, quantity) ? SampleFlags.OverRange
        : value < Bound(channel.RangeMin, channel, quantity) ? SampleFlags.UnderRange
        : SampleFlags.None;

    private static double? Bound(double? declared, ChannelTopology channel, Quantity quantity) =>
        declared is { } bound && channel.Unit is { } unit && UnitConversion.ToCanonical(bound, unit, quantity) is { Succeeded: true } converted ? converted.Value : null;

    private static (ReadySample?, Refusal?) Refuse(Reading reading, string code, string why) =>
        (null, new Refusal(code, $"{reading.Device}: {reading.Channel}: {why}", reading.Channel));

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
