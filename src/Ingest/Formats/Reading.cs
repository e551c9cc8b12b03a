using System.Globalization;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats;

/// <summary>A value as what it is: a finite number, a state that is on or off, or a word. All null: the value is missing.</summary>
/// <param name="Number">The number.</param>
/// <param name="State">The state.</param>
/// <param name="Text">The word.</param>
public readonly record struct Scalar(double? Number, bool? State, string? Text)
{
    /// <summary>No value: missing is never zero.</summary>
    public static Scalar Missing { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing => Number is null && State is null && Text is null;

    /// <summary>The value as one object of type double, bool or string; null when missing.</summary>
    public object? Boxed => Number is { } n ? n : State is { } s ? s : Text;

    /// <summary>The value in invariant culture.</summary>
    public override string ToString() => Convert.ToString(Boxed, CultureInfo.InvariantCulture) ?? "";

    internal static Scalar Of(double number) => new(number, null, null);

    internal static Scalar Of(bool state) => new(null, state, null);

    internal static Scalar Of(string text) => new(null, null, text);
}

/// <summary>Whose clock gave the time of a value.</summary>
public enum TimeSource
{
    /// <summary>The device's.</summary>
    Device,

    /// <summary>That of a gateway or network server on the way.</summary>
    Gateway,

    /// <summary>Ours: the time of receipt.</summary>
    Received,
}

/// <summary>A time with its source and what is known against it.</summary>
/// <param name="Time">The instant.</param>
/// <param name="Source">Whose clock.</param>
/// <param name="Flags">Marks that come from the time.</param>
/// <param name="Reason">Why it is marked, as <c>code: detail</c>; null when it is not.</param>
internal readonly record struct Stamp(Instant Time, TimeSource Source, SampleFlags Flags = SampleFlags.None, string? Reason = null);

/// <summary>What a reading is.</summary>
public enum ReadingKind
{
    /// <summary>A value of a channel, present or missing.</summary>
    Sample,

    /// <summary>Something that the device says of itself.</summary>
    Metadata,

    /// <summary>Nothing that is kept.</summary>
    Ignored,
}

/// <summary>One value, or one remark, that a format of the field read from a message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The device as the message names it; levels are separated by a slash.</param>
/// <param name="Channel">Name of the value; null for a remark about the device.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">Unit as sent or as the format documents it; null when nobody says.</param>
/// <param name="Time">When; null for a remark without one.</param>
/// <param name="Source">Whose clock gave the time.</param>
/// <param name="Sequence">The device's number, or <see cref="ChannelSample.NoSequence"/>.</param>
/// <param name="Flags">What is known against it.</param>
/// <param name="Reason">Why it is missing, marked or passed over, as <c>code: detail</c>; several separated by semicolons.</param>
public sealed record Reading(
    ReadingKind Kind, string? Device, string? Channel, Scalar Value, string? Unit, Instant? Time, TimeSource Source, long Sequence, SampleFlags Flags, string? Reason);
