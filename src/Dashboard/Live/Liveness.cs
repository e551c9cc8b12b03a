using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Dashboard.Live;

/// <summary>Whether a point's newest value may be taken for the present.</summary>
internal enum Liveness
{
    /// <summary>It never reported.</summary>
    NeverReported,

    /// <summary>Its values come in time.</summary>
    Live,

    /// <summary>Values come, but of the past: a back-log is being sent.</summary>
    Late,

    /// <summary>Nothing came for longer than two intervals and a second.</summary>
    Silent,
}

/// <summary>Judges liveness by arrival, and how far a value has come towards the point's strictest limit.</summary>
internal static class PointState
{
    // A share of a lower end grows without bound as the value nears zero; beyond this it says no more.
    private const double MostOfLower = 99;

    // On a clock that runs fast, the way of a message and of the page's own pace is many of the plant's seconds.
    private static readonly TimeSpan WayOnFastClock = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// How long nothing may come before a point is silent, by the plant's clock: two expected intervals and one second;
    /// on a clock that runs fast, the real time that a value is under way is added.
    /// </summary>
    public static TimeSpan Patience(TimeSpan expectedInterval, double clockSpeed) =>
        (2 * expectedInterval) + TimeSpan.FromSeconds(1) + (clockSpeed > 1 ? WayOnFastClock * clockSpeed : TimeSpan.Zero);

    public static Liveness Of(TimeSpan patience, Instant? measured, Instant? received, Instant now)
    {
        if (measured is not { } time || received is not { } arrival)
            return Liveness.NeverReported;
        if (now - arrival > patience)
            return Liveness.Silent;
        return arrival - time > patience ? Liveness.Late : Liveness.Live;
    }

    /// <summary>
    /// The largest share of any of the limits that the value would be if it lasted: value over limit; for a lower end,
    /// limit over value; for a dose, the pace at which it fills, 2^((L − criterion) / exchange rate).
    /// Null where no limit can be compared with a single value.
    /// </summary>
    public static double? ShareOfStrictest(double value, IEnumerable<Limit> limits)
    {
        double? worst = null;
        foreach (Limit limit in limits)
        {
            if (Share(value, limit) is { } share && !(share <= worst))
                worst = share;
        }

        return worst;
    }

    private static double? Share(double value, Limit limit)
    {
        // What is gathered over a shift says nothing of one value.
        if (limit.Kind is LimitKind.DataDuty or LimitKind.RadiantExposure or LimitKind.PermittedDuration or LimitKind.DailyVibration)
            return null;
        if (limit.Kind == LimitKind.Dose)
            return limit.Dose is { } dose ? Math.Pow(2, (value - dose.CriterionLevel) / dose.ExchangeRate) : null;
        double? share = limit.Value is > 0 && limit.Kind != LimitKind.Illumination ? Math.Max(0, value) / limit.Value : null;
        if (limit.LowerValue is > 0 and { } low)
            share = Math.Max(share ?? 0, value > 0 ? Math.Min(MostOfLower, low / value) : MostOfLower);
        return share;
    }
}
