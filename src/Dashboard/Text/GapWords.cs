using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Gaps;

namespace K3Monitor.Dashboard.Text;

/// <summary>The causes of what never came, in the order in which a page tells them.</summary>
internal static class GapWords
{
    /// <summary>The causes that have any.</summary>
    public static IEnumerable<(GapCause Cause, long Count)> Causes(NeverCame never) =>
        new (GapCause Cause, long Count)[]
        {
            (GapCause.Sensor, never.Sensor), (GapCause.Path, never.Path), (GapCause.Own, never.Own), (GapCause.Unknown, never.Unknown),
        }.Where(c => c.Count > 0);
}
