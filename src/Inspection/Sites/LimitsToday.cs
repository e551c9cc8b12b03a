using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Inspection.Sites;

/// <summary>Which limits a point is judged by on the local day.</summary>
internal static class LimitsToday
{
    public static IReadOnlyList<Limit> Of(PointPlan point, IReadOnlyList<RulePack> packs, Instant now)
    {
        DateOnly day = point.Area.Shifts.DayOf(now);
        return [.. packs.Where(p => p.JudgesAt(point.Area.Jurisdiction) && p.IsInForceOn(day)).SelectMany(p => p.Limits)
            .Where(l => l.NotJudged is null && l.IsInForceOn(day) && Holds(l, point))];
    }

    private static bool Holds(Limit limit, PointPlan point)
    {
        AreaConditions applies = limit.Applies;
        return (limit.Quantity is null || limit.Quantity.Id == point.Quantity.Id)
            && (applies.ConfinedSpace is not { } confined || confined == point.Area.ConfinedSpace)
            && (applies.Workload is not { } workload || workload == point.Area.Workload)
            && (applies.WorkShareFrom is not { } from || point.Area.WorkSharePercent > from)
            && (applies.WorkShareTo is not { } to || point.Area.WorkSharePercent <= to);
    }
}
