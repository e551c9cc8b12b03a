using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Rules.Limits;

/// <summary>
/// Chooses the limits of a point when a period begins: by the local day on which it begins, the quantity, and the
/// conditions of the area.
/// </summary>
internal sealed class LimitSelection(PointPlan point, IReadOnlyList<RulePack> packs)
{
    private LimitSet? ofShift;
    private LimitSet? between;

    /// <summary>The limits of a period; the same object as before when nothing differs.</summary>
    public LimitSet For(ExposurePeriod period)
    {
        ref LimitSet? known = ref period.IsShift ? ref ofShift : ref between;
        var chosen = new LimitSet(Choose(point.Area.Shifts.DayOf(period.Range.Start), period.IsShift));
        if (known is null || !known.Is(chosen))
            known = chosen;
        return known;
    }

    private List<(Limit Limit, bool SettingMissing)> Choose(DateOnly day, bool isShift)
    {
        var chosen = new List<(Limit, bool)>();
        foreach (RulePack pack in packs)
        {
            if (!pack.JudgesAt(point.Area.Jurisdiction) || !pack.IsInForceOn(day))
                continue;
            bool toldMissing = false;
            foreach (Limit limit in pack.Limits)
            {
                if (limit.NotJudged is not null || !limit.IsInForceOn(day) || (limit.Quantity is { } quantity && quantity.Id != point.Quantity.Id))
                    continue;
                Fit fit = FitOf(limit, isShift);
                if (fit == Fit.No || (fit == Fit.Unknown && toldMissing && NeedsWorkload(limit)))
                    continue;

                // One line for a table whose cell cannot be told, not one for each of its cells.
                toldMissing |= fit == Fit.Unknown && NeedsWorkload(limit);
                chosen.Add((limit, fit == Fit.Unknown));
            }
        }

        return chosen;
    }

    private enum Fit
    {
        No,
        Yes,
        Unknown,
    }

    private Fit FitOf(Limit limit, bool isShift)
    {
        AreaPlan area = point.Area;
        if (limit.Applies.ConfinedSpace is { } confined && confined != area.ConfinedSpace)
            return Fit.No;
        bool hasShifts = area.Shifts.Shifts.Count > 0;
        bool ofShiftOnly = limit.Kind is LimitKind.Dose or LimitKind.TimeWeightedAverage or LimitKind.HeatHourly or LimitKind.DataDuty;
        if (ofShiftOnly && !isShift && hasShifts)
            return Fit.No;
        Fit cell = CellOf(limit, area);
        bool needsShift = ofShiftOnly && (limit.Kind != LimitKind.HeatHourly || limit.PatternNotPermitted);
        return cell == Fit.Yes && needsShift && !isShift ? Fit.Unknown : cell;
    }

    private static bool NeedsWorkload(Limit limit) =>
        limit.Applies.Workload is not null || limit.Applies.WorkShareFrom is not null || limit.Applies.WorkShareTo is not null;

    private static Fit CellOf(Limit limit, AreaPlan area)
    {
        AreaConditions applies = limit.Applies;
        if (applies.Workload is { } workload && area.Workload is { } actual && workload != actual)
            return Fit.No;
        if (area.WorkSharePercent is { } share
            && ((applies.WorkShareFrom is { } from && share <= from) || (applies.WorkShareTo is { } to && share > to)))
            return Fit.No;
        bool lacksWorkload = applies.Workload is not null && area.Workload is null;
        bool lacksShare = (applies.WorkShareFrom is not null || applies.WorkShareTo is not null) && area.WorkSharePercent is null;
        return lacksWorkload || lacksShare ? Fit.Unknown : Fit.Yes;
    }
}
