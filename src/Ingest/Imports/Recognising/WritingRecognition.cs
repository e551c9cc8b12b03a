using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Inspection.Imports;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>Decides how numbers and dates are written, or says which option does. Pure.</summary>
internal static class WritingRecognition
{
    private const NumberSigns ShowsDot = NumberSigns.DecimalDot | NumberSigns.ThousandsComma;
    private const NumberSigns ShowsComma = NumberSigns.DecimalComma | NumberSigns.ThousandsDot;

    /// <summary>The decimal mark and what separates thousands; null with a fault when the numbers do not say.</summary>
    public static (string Decimal, string Thousands)? Numbers(IReadOnlyCollection<SeriesLook> looks, char separator, ImportDeclaration declared, Findings findings)
    {
        NumberSigns signs = looks.Aggregate(NumberSigns.None, (all, l) => all | l.Signs);
        (string? mark, string why) = declared.Decimal is null ? Mark(signs, looks, separator, findings) : (null, "");
        if (findings.Choose("decimal", declared.Decimal, mark, why) is not { } point)
            return null;
        List<string> groups = [.. Groups(signs, point)];
        if (declared.Thousands is null && groups.Count > 1)
        {
            findings.Fault("--thousands", $"thousands are separated by {string.Join(" and by ", groups)}");
            return null;
        }

        string group = findings.Choose("thousands", declared.Thousands, groups.FirstOrDefault() ?? "none", groups.Count == 0 ? "no number has its thousands separated" : $"as {FirstOf(looks, GroupSigns(groups[0]))}")!;
        if (group == point)
            findings.Fault("--thousands", $"{group} cannot separate both decimals and thousands");
        return (point, group);
    }

    /// <summary>The order of dates; null with a fault when they do not say. <c>ymd</c> where there are none.</summary>
    public static string? Dates(DateLook look, ImportDeclaration declared, Findings findings)
    {
        if (declared.Dates is null && look.DayFirst is { } day && look.MonthFirst is { } month)
        {
            findings.Fault("--dates", $"{day} has the day first, {month} the month: the file must be put right, or the order declared and the others refused");
            return null;
        }

        if (declared.Dates is null && look.ShortYear is { } shortYear)
        {
            findings.Fault("--dates", $"{shortYear} has no year of four digits: dmy, mdy or ymd says how to read it");
            return null;
        }

        if (declared.Dates is null && look.Order is null && look.Open is { } open)
        {
            findings.Fault("--dates", $"{open} may have the day or the month first, and no date of the file has a day after the 12th: dmy or mdy decides");
            return null;
        }

        return findings.Choose("dates", declared.Dates, look.Order ?? "ymd", look.Shown is { } shown ? $"as {shown}" : look.Epoch is { } epoch ? $"times are counted since 1970, as {epoch}" : "no date was found");
    }

    /// <summary>The zone of times that name none; null where it is not needed, or with a fault.</summary>
    public static string? Zone(DateLook look, ImportDeclaration declared, string siteZone, Findings findings)
    {
        if (look.WithoutZone is null)
        {
            if (look.WithZone is { } zoned)
                findings.Choose("zone", null, "written", $"every time names its offset, as {zoned}");
            return null;
        }

        string chosen = findings.Choose("zone", declared.Zone, siteZone, $"the site's own: {look.WithoutZone} names none; --zone if the logger's clock was set to another")!;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(chosen, out _))
            return chosen;
        findings.Fault("--zone", $"'{chosen}' is not an IANA zone, as Asia/Jakarta");
        return null;
    }

    private static (string? Mark, string Why) Mark(NumberSigns signs, IReadOnlyCollection<SeriesLook> looks, char separator, Findings findings)
    {
        bool dot = (signs & ShowsDot) != 0;
        bool comma = (signs & ShowsComma) != 0;
        if (dot && comma)
        {
            findings.Fault("--decimal", $"{FirstOf(looks, ShowsDot)} has a decimal dot, {FirstOf(looks, ShowsComma)} a decimal comma: dot or comma decides, and what does not fit is refused");
            return (null, "");
        }

        if (dot || comma)
            return (dot ? "dot" : "comma", $"as {FirstOf(looks, dot ? ShowsDot : ShowsComma)}");
        if ((signs & (NumberSigns.EitherDot | NumberSigns.EitherComma)) == 0)
            return ("dot", "no number has decimals");
        if (separator == ',' && (signs & NumberSigns.EitherComma) == 0)
            return ("dot", "commas separate the columns");
        findings.Fault("--decimal", $"{FirstOf(looks, NumberSigns.EitherDot | NumberSigns.EitherComma)} may have decimals or thousands separated, and no number of the file decides: dot or comma");
        return (null, "");
    }

    private static IEnumerable<string> Groups(NumberSigns signs, string point)
    {
        if (point == "dot" && (signs & (NumberSigns.ThousandsComma | NumberSigns.EitherComma)) != 0)
            yield return "comma";
        if (point == "comma" && (signs & (NumberSigns.ThousandsDot | NumberSigns.EitherDot)) != 0)
            yield return "dot";
        if ((signs & NumberSigns.ThousandsSpace) != 0)
            yield return "space";
        if ((signs & NumberSigns.ThousandsApostrophe) != 0)
            yield return "apostrophe";
    }

    private static NumberSigns GroupSigns(string group) => group switch
    {
        "comma" => NumberSigns.ThousandsComma | NumberSigns.EitherComma,
        "dot" => NumberSigns.ThousandsDot | NumberSigns.EitherDot,
        "space" => NumberSigns.ThousandsSpace,
        _ => NumberSigns.ThousandsApostrophe,
    };

    private static Example FirstOf(IReadOnlyCollection<SeriesLook> looks, NumberSigns signs) =>
        looks.SelectMany(l => l.Examples).Where(e => (e.Key & signs) != 0).Select(e => e.Value).OrderBy(e => e.Line).FirstOrDefault();
}
