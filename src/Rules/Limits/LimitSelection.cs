using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Rules.Limits;

/// <summary>
/// Chooses the limits of a point when a period begins: by the local day on which it begins, the quantity, and the
/// conditions of the area.
/// </summary>
internal sealed class LimitSelection(PointPlan point, IReadOnlyList<RulePack> packs)
{
    private readonly Dictionary<Limit, Limit> atFrequency = new(ReferenceEqualityComparer.Instance);
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
            MissingSettings told = MissingSettings.None;
            foreach (Limit limit in pack.Limits)
            {
                if (limit.NotJudged is not null || !limit.IsInForceOn(day) || !IsOfPeriod(limit, isShift) || !LimitConditions.MayHold(limit, point, out MissingSettings missing))
                    continue;

                // One line for a table whose cell cannot be told, not one for each of its cells.
                if (missing != MissingSettings.None && (missing & ~told) == 0)
                    continue;
                told |= missing;
                chosen.Add((AtFrequency(limit), missing != MissingSettings.None || NeedsShift(limit) && !isShift));
            }
        }

        return chosen;
    }

    // Between shifts nobody is exposed for a shift; an area without any shift is told of what it lacks instead.
    private bool IsOfPeriod(Limit limit, bool isShift) => isShift || point.Area.Shifts.Shifts.Count == 0 || !IsOfShiftOnly(limit);

    private static bool IsOfShiftOnly(Limit limit) => NeedsShift(limit) || limit.Kind is LimitKind.HeatHourly;

    private static bool NeedsShift(Limit limit) => limit.Kind switch
    {
        LimitKind.Dose or LimitKind.TimeWeightedAverage or LimitKind.DataDuty or LimitKind.DailyVibration or LimitKind.PermittedDuration
            or LimitKind.RadiantExposure or LimitKind.Illumination or LimitKind.IndoorAir or LimitKind.MaximumPeak or LimitKind.RestDuty => true,
        LimitKind.HeatHourly => limit.PatternNotPermitted,
        _ => false,
    };

    // The figure of a formula at the frequency of the point; one object each, so that sets of limits stay comparable.
    private Limit AtFrequency(Limit limit)
    {
        if (limit.Formula is not { } formula || point.FrequencyHertz is not { } hertz || FrequencyFormula.Read(formula) is not { } read)
            return limit;
        if (!atFrequency.TryGetValue(limit, out Limit? derived))
            atFrequency[limit] = derived = limit with { Value = read.At(hertz) };
        return derived;
    }
}
