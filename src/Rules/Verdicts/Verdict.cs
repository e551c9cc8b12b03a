using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Rules.Verdicts;

/// <summary>The three verdicts. There is no fourth, and none is a default but <see cref="CannotTell"/>.</summary>
public enum VerdictOutcome
{
    /// <summary>The data do not decide (<i>tidak dapat ditentukan</i>).</summary>
    CannotTell,

    /// <summary>Measured well enough, and not exceeded (<i>memenuhi</i>).</summary>
    Within,

    /// <summary>Exceeded, if only by what is known (<i>melampaui</i>).</summary>
    Exceeded,
}

/// <summary>Why a verdict is what it is.</summary>
[Flags]
public enum VerdictReasons
{
    /// <summary>Nothing to add.</summary>
    None = 0,

    /// <summary>The window has not ended: what is said holds so far.</summary>
    InProgress = 1,

    /// <summary>Too little of the window is covered by samples.</summary>
    Coverage = 2,

    /// <summary>Covered, but too much of it by doubtful samples.</summary>
    Quality = 4,

    /// <summary>There is no sample at all.</summary>
    NoData = 8,

    /// <summary>The known part alone exceeds the limit, with every gap counted as nothing.</summary>
    KnownPartAlone = 16,

    /// <summary>A sample stood at the end of its range: the value is at least this.</summary>
    AtLeast = 32,

    /// <summary>Data that came late changed it.</summary>
    FoundLate = 64,

    /// <summary>The table does not permit this work at this load at all.</summary>
    PatternNotPermitted = 128,

    /// <summary>No time zone, workload or shift is set that the limit needs.</summary>
    Setting = 256,

    /// <summary>A part of the window is missing because this product could not receive then: no fault of the factory.</summary>
    OwnOutage = 512,

    /// <summary>Samples out of an imported file are part of it.</summary>
    Imported = 1024,
}

/// <summary>The computed exposure of one window, with what it rests on.</summary>
/// <param name="Window">The window that was computed: the shift so far, or the worst rolling one.</param>
/// <param name="Value">The exposure in the limit's unit from what was measured; null without data.</param>
/// <param name="Lower">The exposure with every gap counted as nothing; null without data.</param>
/// <param name="Upper">The exposure with every gap counted as the worst the instrument could have seen; null when unbounded.</param>
/// <param name="Covered">Time for which samples stand.</param>
/// <param name="CoveredWell">The part of <paramref name="Covered"/> from samples that nothing is known against.</param>
/// <param name="Required">Time that full coverage would be.</param>
/// <param name="Samples">How many samples were counted.</param>
public sealed record ExposureValue(TimeRange Window, double? Value, double? Lower, double? Upper, TimeSpan Covered, TimeSpan CoveredWell, TimeSpan Required, long Samples)
{
    /// <summary>Covered share of the required time, 0–1; 0 when nothing is required.</summary>
    public double Coverage => Required > TimeSpan.Zero ? Math.Min(1, Covered / Required) : 0;

    /// <summary>
    /// For a noise dose: the steady level that makes the same dose in the reference duration (LEX,8h), dB(A); null for
    /// other kinds, and for a dose of nothing.
    /// </summary>
    public double? EquivalentLevel { get; init; }
}

/// <summary>What a limit says of a point in a period.</summary>
/// <param name="Limit">The limit, in the edition that was applied.</param>
/// <param name="PointId">The measurement point.</param>
/// <param name="Period">The shift, or the time between shifts.</param>
/// <param name="Outcome">One of the three.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Exposure">What it rests on.</param>
public sealed record Verdict(Limit Limit, int PointId, ExposurePeriod Period, VerdictOutcome Outcome, VerdictReasons Reasons, ExposureValue Exposure);
