using System.Globalization;
using System.Text.Json;
using K3Monitor.Ingest.Formats;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising.Times;

/// <summary>
/// The general rules by which a time in a message becomes an instant. Nothing is clamped: a time that cannot be used leaves the
/// time of receipt in its place, with the reason; a time in the future stays and is marked. Pure.
/// </summary>
internal static class TimeReader
{
    private static readonly Instant Earliest = Instant.FromDateTimeOffset(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The time of receipt, for a message that has no time.</summary>
    public static Stamp Arrival(Instant received) => new(received, TimeSource.Received, SampleFlags.TimeOfReceipt);

    /// <summary>Reads an epoch number, or text that is one or a date.</summary>
    public static Stamp Read(JsonElement value, Instant received, TimeZoneInfo? zone, TimeSource clock) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out decimal number) => Epoch(number, received, clock),
        JsonValueKind.String when value.Text() is { } text => Read(text, received, zone, clock),
        _ => Doubtful(received, "time.invalid", $"a time is expected, not {value.ValueKind}"),
    };

    /// <summary>Reads text.</summary>
    public static Stamp Read(string text, Instant received, TimeZoneInfo? zone, TimeSource clock)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            return Epoch(number, received, clock);
        if (IsoText.Read(text) is not { } written)
            return Doubtful(received, "time.invalid", $"'{(text.Length > 40 ? text[..40] : text)}' is no time");
        if (written.Local.Year < 1999)
            return Unset(received, text);
        return written.Offset is { } offset
            ? Check(FromUtc(written.Local - offset), received, clock)
            : LocalTime.Place(written.Local, zone) is not { } placed
                ? Doubtful(received, "time.no-zone", FormattableString.Invariant($"'{text}' names no zone and none is configured"))
                : placed.Time is { } time
                    ? Mark(Check(time, received, clock), placed.Doubt)
                    : Doubtful(received, "time.nonexistent", $"'{text}': {placed.Doubt}");
    }

    /// <summary>An epoch by the rule of <see cref="EpochRule"/>.</summary>
    public static Stamp Epoch(decimal number, Instant received, TimeSource clock) =>
        EpochRule.Read(number) is { } time ? Check(time, received, clock)
        : EpochRule.IsUnset(number) ? Unset(received, FormattableString.Invariant($"{number}"))
        : Doubtful(received, "time.invalid", FormattableString.Invariant($"{number} is no epoch in s, ms, µs or ns"));

    /// <summary>An instant by a clock whose unit is certain.</summary>
    public static Stamp Check(Instant time, Instant received, TimeSource clock)
    {
        if (time < Earliest)
            return Unset(received, time.ToString());
        SampleFlags flags = Normaliser.Clock(time, received);
        return new Stamp(time, clock, flags, (flags & SampleFlags.ClockDoubt) != 0 ? $"time.future: {time} lies after receipt" : null);
    }

    private static Instant FromUtc(DateTime utc) => Instant.FromDateTimeOffset(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));

    private static Stamp Mark(Stamp stamp, string? doubt) =>
        doubt is null ? stamp : stamp with { Flags = stamp.Flags | SampleFlags.Uncertain, Reason = $"time.ambiguous: {doubt}" };

    private static Stamp Unset(Instant received, string given) =>
        Arrival(received) with { Reason = $"time.clock-not-set: the device said {given}" };

    private static Stamp Doubtful(Instant received, string code, string detail)
    {
        Stamp arrival = Arrival(received);
        return arrival with { Flags = arrival.Flags | SampleFlags.Uncertain, Reason = $"{code}: {detail}" };
    }
}
