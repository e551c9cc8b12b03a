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
            .Where(l => l.NotJudged is null && l.IsInForceOn(day) && LimitConditions.MayHold(l, point, out MissingSettings missing) && missing == MissingSettings.None)];
    }
}
