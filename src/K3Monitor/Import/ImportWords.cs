using System.Globalization;
using K3Monitor.Inspection.Imports;

namespace K3Monitor.App.Import;

/// <summary>Tells people what a file was recognised as and what it came to.</summary>
internal static class ImportWords
{
    private const int RejectsShown = 20;

    /// <summary>How the file is read, and what is open.</summary>
    public static void Tell(TextWriter output, ImportReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.FileName}: {report.Bytes} bytes, SHA-256 {report.Sha256}"));
        foreach (ImportFact fact in report.Facts)
            output.WriteLine($"  {fact.Key + ":",-16} {fact.Value}{(fact.Declared ? "  (declared)" : $"  (recognised: {fact.Why})")}");
        foreach (string left in report.LeftOut)
            output.WriteLine($"  left out: {left}");
        if (report.Before is { } before)
            output.WriteLine($"  the same file was imported {before}");
        if (report.Faults.Count > 0)
            return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {report.DataLines} lines of data, {report.BlankLines} blank or comment"));
        foreach (ImportedSeries series in report.Series)
            Tell(output, series);
        foreach ((string reason, long count) in report.Rejects.OrderBy(r => r.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rejected: {count} {reason}"));
    }

    /// <summary>The first rejects, one a line: <c>file:line: reason: why: text</c>.</summary>
    public static IEnumerable<string> Rejects(ImportReport report)
    {
        foreach (ImportReject reject in report.FirstRejects.Take(RejectsShown))
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.FileName}:{reject.Line}: {reject.Reason}: {reject.Detail}: {Visible(reject.Text)}");
        if (report.Rejects.Values.Sum() is var all && all > RejectsShown)
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.FileName}: {all - RejectsShown} more rejects; --rejects FILE takes all of them");
    }

    private static void Tell(TextWriter output, ImportedSeries s)
    {
        List<string> parts = [string.Create(CultureInfo.InvariantCulture, $"{s.Samples} samples")];
        if (s.Samples > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{s.First} to {s.Last}, {s.Least:0.####} to {s.Most:0.####}, mean {s.Sum / s.Samples:0.####} ({s.QuantityId}, canonical unit), lines {s.FirstLine} to {s.LastLine}"));
        void Add(long count, string what)
        {
            if (count > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
        }

        Add(s.Missing, "not measured");
        Add(s.Below, "at most (below detection or range)");
        Add(s.Above, "at least (above range)");
        Add(s.Rejected, "rejected");
        Add(s.OutOfOrder, "out of order");
        Add(s.Again, "the same again, kept once");
        Add(s.Conflicts, "with another value at the same instant, all kept and flagged");
        Add(s.TwiceHour, "in an hour that the zone passes twice, marked uncertain");
        Add(s.WithoutPoint, "at times at which the channel measured for no point: kept, judged nowhere");
        output.WriteLine($"  {s.Name} -> {s.Target} [{s.Unit}]: {string.Join("; ", parts)}");
    }

    /// <summary>Control characters made visible: a line of a file must not write to the terminal.</summary>
    private static string Visible(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));
}
