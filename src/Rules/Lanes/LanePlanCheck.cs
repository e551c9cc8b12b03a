using K3Monitor.Measurements;

namespace K3Monitor.Rules.Lanes;

/// <summary>Refuses a plan that no lane could keep its promises with.</summary>
internal static class LanePlanCheck
{
    public static void Throw(LanePlan plan)
    {
        Throw(plan.Options);
        foreach (PointPlan point in plan.Points)
            Throw(point);
    }

    public static void Throw(LaneOptions options)
    {
        if (options.LatenessBound <= TimeSpan.Zero || options.LatenessBound > TimeSpan.FromDays(1))
            throw new ArgumentException($"{nameof(LaneOptions.LatenessBound)} must be above 0 and at most 1 day, not {options.LatenessBound}");
        if (!(options.HoldIntervals >= 1 && options.HoldIntervals <= 100))
            throw new ArgumentException(FormattableString.Invariant($"{nameof(LaneOptions.HoldIntervals)} must be 1–100, not {options.HoldIntervals}"));
        if (options.MergeWithin < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(LaneOptions.MergeWithin)} must not be negative");
        if (options.RefreshEvery < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(LaneOptions.RefreshEvery)} must not be negative");
    }

    public static void Throw(PointPlan point)
    {
        if (point.ExpectedInterval <= TimeSpan.Zero || point.ExpectedInterval > TimeSpan.FromDays(1))
            throw new ArgumentException($"point {point.PointId}: the expected interval must be above 0 and at most 1 day, not {point.ExpectedInterval}");
        if (point.UsePointId is not null && point.Quantity.Canonical.Dimension is not (Dimension.Acceleration or Dimension.VibrationDose))
            throw new ArgumentException($"point {point.PointId}: a use signal belongs to vibration, not to {point.Quantity}");
        if (point.UsePointId is not null && !(point.UseInterval > TimeSpan.Zero && point.UseInterval <= TimeSpan.FromDays(1)))
            throw new ArgumentException($"point {point.PointId}: the interval of the use signal must be above 0 and at most 1 day, not {point.UseInterval}");
    }
}
