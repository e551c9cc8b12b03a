using K3Monitor.Inspection.Incidents;

namespace K3Monitor.Dashboard.Pages.Incidents;

/// <summary>One line of the time line: an entry, or a run of like entries that the rules wrote one after the other.</summary>
/// <param name="First">The first entry of the run.</param>
/// <param name="Last">The last entry of the run; the same one when there is only one.</param>
/// <param name="Count">How many entries there are in it.</param>
internal sealed record TimelineLine(TimelineEntry First, TimelineEntry Last, int Count)
{
    /// <summary>
    /// Folds runs of like entries without a note: a breach that lasts is amended about once a minute, and an act of a
    /// person must not be lost among them.
    /// </summary>
    public static IReadOnlyList<TimelineLine> Fold(IReadOnlyList<TimelineEntry> entries)
    {
        var lines = new List<TimelineLine>();
        foreach (TimelineEntry entry in entries)
        {
            if (lines is [.., var line] && Alike(line.Last, entry))
                lines[^1] = line with { Last = entry, Count = line.Count + 1 };
            else
                lines.Add(new TimelineLine(entry, entry, 1));
        }

        return lines;
    }

    private static bool Alike(TimelineEntry a, TimelineEntry b) =>
        (a.Kind, a.Actor, a.Cause) == (b.Kind, b.Actor, b.Cause) && string.IsNullOrEmpty(a.Note) && string.IsNullOrEmpty(b.Note);
}
