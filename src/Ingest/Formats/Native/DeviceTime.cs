using System.Globalization;
using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Native;

/// <summary>
/// Reads a device's time: whole epoch milliseconds, or ISO 8601 with a zone. A time before 2000 or more than a day ahead
/// of receipt is no time that a clock can have meant, and is refused; nothing is clamped.
/// </summary>
internal static class DeviceTime
{
    private const long Furthest = 100_000_000_000_000;
    private static readonly Instant Earliest = Instant.FromDateTimeOffset(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static (Instant? Time, string? Fault) Read(ref Utf8JsonReader reader, Instant received)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out long milliseconds) && milliseconds is > -Furthest and < Furthest:
                return Check(Instant.FromUnixMilliseconds(milliseconds), received);
            case JsonTokenType.Number:
                return (null, "\"ts\" must be whole epoch milliseconds");
            case JsonTokenType.String:
                string text = reader.GetString()!;
                return TryIso(text, out Instant time)
                    ? Check(time, received)
                    : (null, $"\"ts\" must be ISO 8601 with a zone, as 2026-11-25T08:00:00.123+07:00, not '{(text.Length > 40 ? text[..40] : text)}'");
            default:
                return (null, $"\"ts\" must be a number or a text, not {reader.TokenType}");
        }
    }

    private static bool TryIso(string text, out Instant time)
    {
        time = default;
        bool shaped = text.Length is >= 17 and <= 40 && text[4] == '-' && text[7] == '-' && text[10] == 'T';
        bool zoned = shaped && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) >= 16);
        if (!zoned || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset parsed))
            return false;
        time = Instant.FromDateTimeOffset(parsed);
        return true;
    }

    private static (Instant? Time, string? Fault) Check(Instant time, Instant received)
    {
        if (time < Earliest)
            return (null, $"\"ts\" {time} lies before the year 2000");
        return time > received + TimeSpan.FromDays(1)
            ? (null, $"\"ts\" {time} lies more than a day after receipt ({received})")
            : (time, null);
    }
}
