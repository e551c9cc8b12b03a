using K3Monitor.Measurements;
using K3Monitor.Store.Relational.OwnLife;

namespace K3Monitor.Inspection.OwnLife;

/// <summary>How outages become one, the same in memory and in the database, so that a fault that comes and goes fills neither.</summary>
internal static class OutageJoining
{
    /// <summary>Two of one cause that are not further apart are one: in the seconds between hardly anybody found his way back.</summary>
    internal static readonly TimeSpan Near = TimeSpan.FromSeconds(10);

    /// <summary>Whether an outage goes on with the one before it.</summary>
    public static bool AreOne(OutageCause cause, TimeRange before, OwnOutage outage) =>
        cause == outage.Cause && outage.Range.Start >= before.Start && (outage.Range.Start <= before.End || outage.Range.Start - before.End <= Near);

    /// <summary>The outages and one more; beyond <see cref="IOwnLife.MostOutages"/> the oldest leave.</summary>
    public static List<OwnOutage> With(IReadOnlyList<OwnOutage> outages, OwnOutage outage)
    {
        List<OwnOutage> all = [.. outages];
        if (all.Count > 0 && AreOne(all[^1].Cause, all[^1].Range, outage))
            all[^1] = all[^1] with { Range = all[^1].Range with { End = Instant.Max(all[^1].Range.End, outage.Range.End) } };
        else
            all.Add(outage);
        if (all.Count > IOwnLife.MostOutages)
            all.RemoveRange(0, all.Count - IOwnLife.MostOutages);
        return all;
    }

    /// <summary>What of the outages lies before an instant.</summary>
    public static List<OwnOutage> CutAt(IReadOnlyList<OwnOutage> outages, Instant at) =>
        [.. outages.Where(o => o.Range.Start < at).Select(o => o with { Range = o.Range with { End = Instant.Min(o.Range.End, at) } })];
}
