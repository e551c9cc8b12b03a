using System.Globalization;
using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Ingest.Normalising.Times;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Rows;

/// <summary>The time of a line, or why it has none.</summary>
/// <param name="Time">The instant; null when <paramref name="Reason"/> says why.</param>
/// <param name="Twice">Whether the zone passes the local time twice.</param>
/// <param name="Reason">Stable code.</param>
/// <param name="Detail">Why.</param>
internal readonly record struct ReadTime(Instant? Time, bool Twice, string Reason, string Detail)
{
    public static ReadTime Refuse(string reason, string detail) => new(null, false, reason, detail);
}

/// <summary>
/// Reads the times of lines in their order. In the hour that a zone passes twice the first pass is taken until the file's
/// clock steps back; such a time is told as doubtful in either pass.
/// </summary>
internal sealed class RowTime(ImportPlan plan, Instant now)
{
    private static readonly Instant Earliest = Instant.FromDateTimeOffset(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private DateTime lastTwice = DateTime.MinValue;
    private bool secondPass;

    public ReadTime Read(IReadOnlyList<string> cells)
    {
        if (plan.Time.Any(i => i >= cells.Count))
            return ReadTime.Refuse("line.short", string.Create(CultureInfo.InvariantCulture, $"it has {cells.Count} cells and none for the time"));
        string text = string.Join(' ', plan.Time.Select(i => cells[i]));
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return EpochRule.Read(number) is { } counted ? Check(counted, false, text) : ReadTime.Refuse("time.invalid", $"'{text}' is no count of seconds or milliseconds since 1970 after the year 2000");
        if (CellTime.Read(text) is not { Date: { } date, Clock: { } clock } read || CellTime.Day(date, plan.Dates) is not { } day)
            return ReadTime.Refuse("time.invalid", $"'{text}' is no date and time ({plan.Dates})");
        DateTime local = day + clock;
        if (read.Offset is { } offset)
            return Check(Instant.FromDateTimeOffset(new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc))), false, text);
        return plan.Zone is { } zone ? Place(local, zone, text) : ReadTime.Refuse("time.no-zone", $"'{text}' names no zone");
    }

    private ReadTime Place(DateTime local, TimeZoneInfo zone, string text)
    {
        if (LocalTime.Place(local, zone) is not { Time: { } first })
            return ReadTime.Refuse("time.nonexistent", $"'{text}': {zone.Id} skips this time");
        if (!zone.IsAmbiguousTime(local))
        {
            (lastTwice, secondPass) = (DateTime.MinValue, false);
            return Check(first, false, text);
        }

        // In a long file many lines have one time; in a wide one the same time again is the second pass.
        bool stepped = lastTwice != DateTime.MinValue && (plan.Layout.IsLong ? local < lastTwice : local <= lastTwice);
        secondPass |= stepped;
        lastTwice = local;
        TimeSpan[] offsets = zone.GetAmbiguousTimeOffsets(local);
        return Check(secondPass ? first + (offsets.Max() - offsets.Min()) : first, true, text);
    }

    private ReadTime Check(Instant time, bool twice, string text) =>
        time < Earliest ? ReadTime.Refuse("time.clock-not-set", $"'{text}' lies before the year 2000")
        : time > now ? ReadTime.Refuse("time.future", $"'{text}' lies in the future")
        : new ReadTime(time, twice, "", "");
}
