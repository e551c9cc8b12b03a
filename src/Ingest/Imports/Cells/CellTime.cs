using System.Globalization;
using K3Monitor.Ingest.Normalising.Times;

namespace K3Monitor.Ingest.Imports.Cells;

/// <summary>A date as it is written, before anybody has said in which order.</summary>
/// <param name="First">Its first number.</param>
/// <param name="Second">Its second number; the month, where that is written as a word.</param>
/// <param name="Third">Its third number.</param>
/// <param name="YearFirst">Whether the first number can only be the year.</param>
/// <param name="ShortYear">Whether no number has the four digits of a year.</param>
/// <param name="MonthNamed">Whether the month is a word.</param>
internal readonly record struct WrittenDate(int First, int Second, int Third, bool YearFirst, bool ShortYear, bool MonthNamed);

/// <summary>A cell of time taken apart; what it does not hold is null.</summary>
/// <param name="Date">The date.</param>
/// <param name="Clock">The time of day; 24 h for the end of the day.</param>
/// <param name="Offset">The offset from UTC.</param>
internal readonly record struct CellTime(WrittenDate? Date, TimeSpan? Clock, TimeSpan? Offset)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    // Indonesian, where the first three letters differ from the English ones.
    private static readonly (string Word, int Month)[] Bulan = [("mei", 5), ("agu", 8), ("agt", 8), ("okt", 10), ("des", 12)];

    /// <summary>Takes a text apart; null when it is neither a date, nor a time of day, nor both.</summary>
    public static CellTime? Read(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length is < 4 or > 48)
            return null;
        ReadOnlySpan<char> rest = trimmed;
        WrittenDate? date = TakeDate(ref rest);
        if (rest.IsEmpty)
            return date is null ? null : new CellTime(date, null, null);
        if (date is not null)
            rest = rest[0] is 'T' or 't' or '_' ? rest[1..] : rest.TrimStart(" ,");
        if (TakeClock(ref rest) is { } clock && TakeOffset(rest.Trim(), out TimeSpan? offset))
            return new CellTime(date, clock, offset);
        return IsoText.Read(trimmed) is { } iso
            ? new CellTime(new WrittenDate(iso.Local.Year, iso.Local.Month, iso.Local.Day, true, false, false), iso.Local.TimeOfDay, iso.Offset)
            : null;
    }

    /// <summary>The day in an order (<c>dmy</c>, <c>mdy</c>, <c>ymd</c>); null when there is no such day.</summary>
    public static DateTime? Day(WrittenDate date, string order)
    {
        (int year, int month, int day) = date switch
        {
            { YearFirst: true } => (date.First, date.Second, date.Third),
            { MonthNamed: true } when order != "ymd" => (date.Third, date.Second, date.First),
            _ when order == "ymd" => (date.First, date.Second, date.Third),
            _ when order == "mdy" => (date.Third, date.First, date.Second),
            _ => (date.Third, date.Second, date.First),
        };
        if (date.ShortYear)
            year += year < 100 ? 2000 : 0;
        return year is >= 1900 and <= 2400 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified)
            : null;
    }

    private static WrittenDate? TakeDate(ref ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> text = rest;
        int digits = Digits(text, 4);
        if (digits == 0 || digits >= text.Length || text[digits] is not ('/' or '-' or '.' or ' '))
            return null;
        char mark = text[digits];
        int first = Number(text[..digits]);
        text = text[(digits + 1)..];
        int second;
        bool named = false;
        int middle = Digits(text, 2);
        if (middle > 0)
        {
            second = Number(text[..middle]);
        }
        else
        {
            while (middle < text.Length && middle < 9 && char.IsAsciiLetter(text[middle]))
                middle++;
            second = MonthOf(text[..middle]);
            named = true;
        }

        if (second == 0 || middle >= text.Length || text[middle] != mark)
            return null;
        text = text[(middle + 1)..];
        int last = Digits(text, 4);
        if (last == 0 || (last < text.Length && char.IsAsciiDigit(text[last])))
            return null;

        // 08.12.30 alone is a time of day; a date of two digits a part needs a time of day behind it.
        if (mark == '.' && digits == 2 && middle == 2 && last == 2 && text.Length == last)
            return null;
        bool yearFirst = digits == 4;
        if (digits == 3 || last == 3 || (yearFirst && last > 2))
            return null;
        rest = text[last..];
        return new WrittenDate(first, second, Number(text[..last]), yearFirst, !yearFirst && last < 4, named);
    }

    private static TimeSpan? TakeClock(ref ReadOnlySpan<char> rest)
    {
        int hours = Digits(rest, 2);
        if (hours == 0 || hours >= rest.Length || rest[hours] is not (':' or '.'))
            return null;
        char mark = rest[hours];
        int hour = Number(rest[..hours]);
        ReadOnlySpan<char> text = rest[(hours + 1)..];
        if (Digits(text, 2) != 2)
            return null;
        int minute = Number(text[..2]);
        text = text[2..];
        bool seconds = text.Length >= 3 && text[0] == mark && Digits(text[1..], 2) == 2;

        // Two numbers with a dot between are a number: 18.00 is no time of day, 18.00.00 is.
        if (mark == '.' && !seconds)
            return null;
        int second = seconds ? Number(text[1..3]) : 0;
        text = seconds ? text[3..] : text;
        long ticks = seconds ? TakeFraction(ref text) : 0;
        if (!TakeHalf(ref text, ref hour) || minute > 59 || second > 60 || hour > 24 || (hour == 24 && (minute > 0 || second > 0 || ticks > 0)))
            return null;
        rest = text;
        return new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(ticks);
    }

    private static long TakeFraction(ref ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] is not ('.' or ','))
            return 0;
        int digits = Digits(text[1..], 12);
        if (digits == 0)
            return 0;
        long ticks = long.Parse(text.Slice(1, Math.Min(7, digits)).ToString().PadRight(7, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[(digits + 1)..];
        return ticks;
    }

    private static bool TakeHalf(ref ReadOnlySpan<char> text, ref int hour)
    {
        ReadOnlySpan<char> word = text.TrimStart();
        bool am = word.StartsWith("am", StringComparison.OrdinalIgnoreCase);
        if (!am && !word.StartsWith("pm", StringComparison.OrdinalIgnoreCase))
            return true;
        text = word[2..];
        if (hour is < 1 or > 12)
            return false;
        hour = (hour % 12) + (am ? 0 : 12);
        return true;
    }

    private static bool TakeOffset(ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = null;
        if (text.IsEmpty)
            return true;

        // The rules for offsets are those of every other time.
        if (IsoText.Read($"2000-01-01T00:00:00{text}") is not { Offset: { } read })
            return false;
        offset = read;
        return true;
    }

    private static int MonthOf(ReadOnlySpan<char> word)
    {
        if (word.Length < 3)
            return 0;
        string start = word[..3].ToString().ToLowerInvariant();
        int english = Array.IndexOf(Months, start);
        return english >= 0 ? english + 1 : Bulan.FirstOrDefault(b => b.Word == start).Month;
    }

    private static int Digits(ReadOnlySpan<char> text, int most)
    {
        int count = 0;
        while (count < text.Length && count < most && char.IsAsciiDigit(text[count]))
            count++;
        return count;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
