using System.Globalization;

namespace K3Monitor.Measurements;

/// <summary>
/// A point in time, as whole microseconds since 1970-01-01T00:00:00Z. Always UTC: a zone appears only where
/// a shift is laid out or a page is drawn.
/// </summary>
/// <param name="UnixMicroseconds">Microseconds since the Unix epoch; negative before it.</param>
/// <remarks>Immutable, safe to share between threads. Not a duration and not a local time.</remarks>
public readonly record struct Instant(long UnixMicroseconds) : IComparable<Instant>
{
    /// <summary>The earliest instant that can be written; used as "from the beginning".</summary>
    public static Instant MinValue { get; } = FromDateTimeOffset(DateTimeOffset.MinValue);

    /// <summary>The latest instant that can be written; used as "without end".</summary>
    public static Instant MaxValue { get; } = FromDateTimeOffset(DateTimeOffset.MaxValue);

    /// <summary>The instant of an epoch in milliseconds.</summary>
    public static Instant FromUnixMilliseconds(long milliseconds) => new(checked(milliseconds * 1000));

    /// <summary>The instant of a date and time; anything below a microsecond is cut off towards the past, before the epoch too.</summary>
    public static Instant FromDateTimeOffset(DateTimeOffset value) =>
        new((value.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>The present by the given clock.</summary>
    public static Instant Now(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return FromDateTimeOffset(time.GetUtcNow());
    }

    /// <summary>The same instant as a UTC date and time.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        new(DateTimeOffset.UnixEpoch.Ticks + (UnixMicroseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <inheritdoc />
    public int CompareTo(Instant other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    /// <summary>ISO 8601 in UTC with as many fraction digits as the instant needs (none, 3 or 6).</summary>
    public override string ToString()
    {
        string format = UnixMicroseconds % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : UnixMicroseconds % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return ToDateTimeOffset().ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The instant that much later (earlier when negative).</summary>
    public static Instant operator +(Instant left, TimeSpan right) =>
        new(left.UnixMicroseconds + (right.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>The instant that much earlier (later when negative).</summary>
    public static Instant operator -(Instant left, TimeSpan right) =>
        new(left.UnixMicroseconds - (right.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>The time from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static TimeSpan operator -(Instant left, Instant right) =>
        TimeSpan.FromTicks((left.UnixMicroseconds - right.UnixMicroseconds) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixMicroseconds < right.UnixMicroseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixMicroseconds > right.UnixMicroseconds;

    /// <summary>Earlier than or the same.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixMicroseconds <= right.UnixMicroseconds;

    /// <summary>Later than or the same.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixMicroseconds >= right.UnixMicroseconds;

    /// <summary>Adds a duration; the named form of the operator.</summary>
    public Instant Add(TimeSpan duration) => this + duration;

    /// <summary>Subtracts a duration; the named form of the operator.</summary>
    public Instant Subtract(TimeSpan duration) => this - duration;

    /// <summary>The earlier of two instants.</summary>
    public static Instant Min(Instant a, Instant b) => a < b ? a : b;

    /// <summary>The later of two instants.</summary>
    public static Instant Max(Instant a, Instant b) => a > b ? a : b;
}
