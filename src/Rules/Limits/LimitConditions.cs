using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;

namespace K3Monitor.Rules.Limits;

/// <summary>What is not known of an area or a point, so that nobody can tell whether a limit holds there, or judge by it.</summary>
[Flags]
public enum MissingSettings
{
    /// <summary>Nothing is missing.</summary>
    None = 0,

    /// <summary>The workload, or the share of work in each hour.</summary>
    Workload = 1,

    /// <summary>Whether the work is outdoors.</summary>
    Outdoor = 2,

    /// <summary>The class of light that the work needs.</summary>
    LightingClass = 4,

    /// <summary>The frequency of the source.</summary>
    Frequency = 8,

    /// <summary>A signal that tells when the tool or seat is in use.</summary>
    UseSignal = 16,

    /// <summary>The shifts.</summary>
    Shift = 32,
}

/// <summary>Whether a limit holds at a point, by what is known of its area.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class LimitConditions
{
    /// <summary>Whether the limit holds there, as far as is known.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="point">The point.</param>
    /// <param name="missing">What would have to be known to say so, or to judge.</param>
    /// <returns>False where the limit certainly does not hold; true where it does, or may.</returns>
    public static bool MayHold(Limit limit, PointPlan point, out MissingSettings missing)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentNullException.ThrowIfNull(point);
        missing = MissingSettings.None;
        AreaConditions applies = limit.Applies;
        AreaPlan area = point.Area;
        return (limit.Quantity is null || limit.Quantity.Id == point.Quantity.Id)
            && (applies.ConfinedSpace is not { } confined || confined == area.ConfinedSpace)
            && (applies.Office is not { } office || office == area.Nature.Office)
            && Fits(applies.Outdoor, area.Nature.Outdoor, MissingSettings.Outdoor, ref missing)
            && Fits(applies.LightingClass, area.Nature.LightingClass, MissingSettings.LightingClass, ref missing)
            && Fits(applies.Workload, area.Workload, MissingSettings.Workload, ref missing)
            && FitsShare(applies, area, ref missing)
            && FitsBand(limit.Frequency, point, ref missing)
            && HasUse(limit, point, ref missing);
    }

    private static bool Fits<T>(T? needed, T? actual, MissingSettings which, ref MissingSettings missing)
        where T : struct
    {
        if (needed is not { } value)
            return true;
        if (actual is { } known)
            return value.Equals(known);
        missing |= which;
        return true;
    }

    private static bool FitsShare(AreaConditions applies, AreaPlan area, ref MissingSettings missing)
    {
        if (applies.WorkShareFrom is null && applies.WorkShareTo is null)
            return true;
        if (area.WorkSharePercent is { } share)
            return !(applies.WorkShareFrom is { } from && share <= from) && !(applies.WorkShareTo is { } to && share > to);
        missing |= MissingSettings.Workload;
        return true;
    }

    // A frequency on the border of two bands belongs to the upper one.
    private static bool FitsBand(FrequencyBand? band, PointPlan point, ref MissingSettings missing)
    {
        if (band is null)
            return true;
        if (point.FrequencyHertz is { } hertz)
            return hertz >= band.FromHertz && hertz < band.ToHertz;
        missing |= MissingSettings.Frequency;
        return true;
    }

    private static bool HasUse(Limit limit, PointPlan point, ref MissingSettings missing)
    {
        if (limit.Kind is LimitKind.DailyVibration or LimitKind.PermittedDuration && point.UsePointId is null)
            missing |= MissingSettings.UseSignal;
        return true;
    }
}
