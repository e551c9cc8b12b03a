using System.Globalization;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Exports;

/// <summary>
/// Counts, sample by sample, how much of a window is covered. A sample stands for at most <paramref name="hold"/>; bad
/// ones stand for nothing. The sample before the window is not asked, so the first moments may count as missing.
/// </summary>
internal sealed class Coverage(TimeRange window, TimeSpan hold)
{
    private TimeSpan covered;
    private Instant reached = window.Start;
    private Instant began = window.Start;

    /// <summary>All samples.</summary>
    public long Samples { get; private set; }

    /// <summary>Those that the device called no measurement.</summary>
    public long Bad { get; private set; }

    /// <summary>Share of the window that is covered, percent.</summary>
    public double Percent => window.End <= began || Samples == 0 ? 0 : 100 * (covered / (window.End - began));

    public void Add(in Sample sample)
    {
        // "From the beginning" begins with the first sample.
        if (Samples == 0 && window.Start == Instant.MinValue)
            began = sample.Time;
        Samples++;
        if (!sample.Flags.Counts())
        {
            Bad++;
            return;
        }

        Instant end = Instant.Min(window.End, sample.Time + hold);
        Instant start = Instant.Max(reached, sample.Time);
        if (end > start)
            covered += end - start;
        reached = Instant.Max(reached, end);
    }

    /// <summary>What there is to say, for the file and the person.</summary>
    public IEnumerable<KeyValuePair<string, string>> Tell() =>
    [
        new("samples", Samples.ToString(CultureInfo.InvariantCulture)),
        new("bad_samples", Bad.ToString(CultureInfo.InvariantCulture)),
        new("coverage_percent", Percent.ToString("0.00", CultureInfo.InvariantCulture)),
        new("coverage_note", "A sample stands for three expected intervals at most; what lies between is missing, not zero."),
    ];
}
