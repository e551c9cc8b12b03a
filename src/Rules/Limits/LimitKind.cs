using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits;

/// <summary>How a limit is compared with what was measured. Kinds are never mixed: each has its own arithmetic.</summary>
public enum LimitKind
{
    /// <summary>Noise dose of a shift in percent, by criterion level and exchange rate.</summary>
    Dose,

    /// <summary>Time-weighted average of a shift over a fixed divisor (NAB).</summary>
    TimeWeightedAverage,

    /// <summary>Mean over the worst rolling short window (PSD).</summary>
    ShortTerm,

    /// <summary>Radiation gathered over a shift, as the daily dose of effective ultraviolet.</summary>
    RadiantExposure,

    /// <summary>Every single reading; no averaging (KTD, peak).</summary>
    Ceiling,

    /// <summary>Every single reading must lie between two ends; the ends themselves are allowed.</summary>
    Range,

    /// <summary>Rolling hourly mean of the wet bulb globe temperature, by workload and work share (ISBB).</summary>
    HeatHourly,

    /// <summary>A duty to have data: no sample for longer than the grace, while a shift runs.</summary>
    DataDuty,

    /// <summary>A level that is permitted for a stated time a day: one row of a table of levels and times.</summary>
    PermittedDuration,

    /// <summary>Daily vibration exposure A(8), or the vibration dose value of a day.</summary>
    DailyVibration,

    /// <summary>Illuminance that a kind of work needs at the place where it is done.</summary>
    Illumination,

    /// <summary>Quality of the air in rooms such as offices, as a mean over time.</summary>
    IndoorAir,

    /// <summary>Strength of a field or of radio waves in a band of frequencies.</summary>
    FieldStrength,

    /// <summary>A peak above a ceiling that is permitted once, for a stated time.</summary>
    MaximumPeak,

    /// <summary>A reading from which rest must be given in each hour.</summary>
    RestDuty,
}

/// <summary>What can be said of a kind without any limit.</summary>
public static class LimitKinds
{
    /// <summary>Whether the product has the arithmetic of the kind. The others are shown, never judged automatically.</summary>
    /// <param name="kind">A kind.</param>
    /// <param name="quantity">
    /// What is measured; the rows of a table of levels and times are judged one by one for vibration only, others are counted in a sum.
    /// Null asks for any quantity.
    /// </param>
    public static bool HasArithmetic(this LimitKind kind, Quantity? quantity = null) =>
        kind != LimitKind.PermittedDuration || quantity is null || quantity.Canonical.Dimension == Dimension.Acceleration;
}
