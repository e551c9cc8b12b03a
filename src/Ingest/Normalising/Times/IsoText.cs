using System.Globalization;
using System.Text.RegularExpressions;

namespace K3Monitor.Ingest.Normalising.Times;

/// <summary>A date and time as written.</summary>
/// <param name="Local">The date and time.</param>
/// <param name="Offset">Offset from UTC; null when none is written.</param>
internal readonly record struct WrittenTime(DateTime Local, TimeSpan? Offset);

/// <summary>
/// Dates and times as devices write them: ISO 8601 extended and basic with <c>T</c>, a blank or <c>-</c> between, minutes or
/// seconds with any fraction, <c>24:00</c>, a leap second, offsets <c>Z</c>, <c>+07:00</c>, <c>+0700</c>, <c>+07</c>, <c>UTC</c>, <c>GMT</c>;
/// day first with a four-digit year (<c>07/05/2019T13:00:00UTC</c>); RFC 1123. A fraction is kept to 100 ns.
/// </summary>
internal static partial class IsoText
{
    /// <summary>The time; null when the text is none. Two-digit years and month-first dates are never guessed.</summary>
    public static WrittenTime? Read(string text)
    {
        text = text.Trim();
        if (text.Length is < 8 or > 48)
            return null;
        Match match = Iso().Match(text);
        if (!match.Success)
            match = Basic().Match(text);
        if (!match.Success)
            match = DayFirst().Match(text);
        return match.Success ? Build(match) : Rfc1123(text);
    }

    private static WrittenTime? Build(Match match)
    {
        int hour = Number(match, "h");
        int second = Number(match, "s");
        bool leap = second == 60;
        bool midnight = hour == 24;
        if (midnight && (Number(match, "m") != 0 || second != 0))
            return null;
        if (Number(match, "Y") is < 1900 or > 2400)
            return null;
        if (Offset(match.Groups["z"].Value.Trim(), out TimeSpan? offset) is false)
            return null;
        try
        {
            var local = new DateTime(Number(match, "Y"), Number(match, "M"), Number(match, "D"), midnight ? 0 : hour, Number(match, "m"), leap ? 59 : second, DateTimeKind.Unspecified);
            local = local.AddTicks(Ticks(match.Groups["f"].Value)).AddDays(midnight ? 1 : 0).AddSeconds(leap ? 1 : 0);
            return new WrittenTime(local, offset);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } g ? int.Parse(g.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static long Ticks(string fraction) =>
        fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(7, '0').AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool Offset(string zone, out TimeSpan? offset)
    {
        offset = null;
        if (zone.Length == 0)
            return true;
        offset = TimeSpan.Zero;
        if (zone.Equals("z", StringComparison.OrdinalIgnoreCase) || zone.Equals("utc", StringComparison.OrdinalIgnoreCase) || zone.Equals("gmt", StringComparison.OrdinalIgnoreCase))
            return true;
        string digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
        int hours = int.Parse(digits.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        int minutes = digits.Length > 2 ? int.Parse(digits.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        if (hours > 14 || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static WrittenTime? Rfc1123(string text) =>
        DateTimeOffset.TryParseExact(text, ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "ddd, d MMM yyyy HH:mm:ss 'GMT'", "ddd, dd MMM yyyy HH:mm:ss zzz", "dd MMM yyyy HH:mm:ss 'GMT'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read)
            ? new WrittenTime(DateTime.SpecifyKind(read.UtcDateTime, DateTimeKind.Unspecified), TimeSpan.Zero)
            : null;

    [GeneratedRegex(@"^(?<Y>\d{4})[-/.](?<M>\d{2})[-/.](?<D>\d{2})(T|t|\s+|-|_)(?<h>\d{2}):(?<m>\d{2})(:(?<s>\d{2})([.,](?<f>\d{1,12}))?)?(?<z>\s*([zZ]|UTC|GMT|[+-]\d{2}(:?\d{2})?))?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<Y>\d{4})(?<M>\d{2})(?<D>\d{2})T(?<h>\d{2})(?<m>\d{2})((?<s>\d{2})([.,](?<f>\d{1,12}))?)?(?<z>\s*([zZ]|UTC|GMT|[+-]\d{2}(:?\d{2})?))?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Basic();

    [GeneratedRegex(@"^(?<D>\d{2})/(?<M>\d{2})/(?<Y>\d{4})(T|\s+)(?<h>\d{2}):(?<m>\d{2})(:(?<s>\d{2})([.,](?<f>\d{1,12}))?)?(?<z>\s*([zZ]|UTC|GMT|[+-]\d{2}(:?\d{2})?))$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DayFirst();
}
