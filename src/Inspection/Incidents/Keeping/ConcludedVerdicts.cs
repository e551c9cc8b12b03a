using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Keeps the verdicts of periods that are over, once each.</summary>
internal static class ConcludedVerdicts
{
    /// <summary>
    /// Adds what is new and amends what late data changed, in the caller's transaction. A verdict that was reached is not amended by
    /// one that rests on fewer samples: its history is gone, and what is gone proves nothing.
    /// </summary>
    /// <returns>The verdicts that were amended.</returns>
    public static async Task<IReadOnlyList<Verdict>> KeepAsync(
        K3Context context, LimitKeeping limits, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken)
    {
        if (concluded.Count == 0)
            return [];
        int[] points = [.. concluded.Select(v => v.PointId).Distinct()];
        Instant[] periods = [.. concluded.Select(v => v.Period.Range.Start).Distinct()];
        Dictionary<int, int> sites = await context.Points.Where(p => points.Contains(p.Id)).Select(p => new { p.Id, p.Area.SiteId })
            .ToDictionaryAsync(p => p.Id, p => p.SiteId, cancellationToken).ConfigureAwait(false);
        List<ConcludedVerdict> stored = await context.ConcludedVerdicts
            .Where(v => points.Contains(v.PointId) && periods.Contains(v.PeriodStart)).ToListAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<FindingKey, ConcludedVerdict> known = stored.ToDictionary(v => new FindingKey(v.LimitId, v.Edition, v.PointId, v.PeriodStart));
        var amended = new List<Verdict>();
        foreach (Verdict verdict in concluded)
        {
            var key = new FindingKey(verdict.Limit.Id, verdict.Limit.Edition, verdict.PointId, verdict.Period.Range.Start);
            if (known.TryGetValue(key, out ConcludedVerdict? row))
            {
                if (!JudgedRows.RestsOnLess(row, verdict) && JudgedRows.Put(row, verdict))
                    amended.Add(verdict);
            }
            else if (sites.TryGetValue(verdict.PointId, out int site))
            {
                known[key] = await AddAsync(context, limits, verdict, key, site, cancellationToken).ConfigureAwait(false);
            }
        }

        return amended;
    }

    private static async Task<ConcludedVerdict> AddAsync(
        K3Context context, LimitKeeping limits, Verdict verdict, FindingKey key, int site, CancellationToken cancellationToken)
    {
        var row = new ConcludedVerdict
        {
            LimitId = key.LimitId,
            Edition = key.Edition,
            PointId = key.PointId,
            PeriodStart = key.PeriodStart,
            LimitSnapshot = await limits.KeepAsync(verdict.Limit, cancellationToken).ConfigureAwait(false),
            SiteId = site,
        };
        JudgedRows.Put(row, verdict);
        context.ConcludedVerdicts.Add(row);
        return row;
    }
}
