using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Verdicts;

/// <summary>What becomes of an exposure if it goes on as it is.</summary>
public enum ForecastOutcome
{
    /// <summary>There is no present level to go by, or what is needed is not known.</summary>
    CannotTell,

    /// <summary>It is exceeded already.</summary>
    Exceeded,

    /// <summary>It will pass the limit in the running period.</summary>
    WillExceed,

    /// <summary>It will not pass the limit in the running period.</summary>
    WillNot,
}

/// <summary>
/// When an exposure will pass its limit at the present level. A warning for those who can still prevent it; never a finding: no
/// incident rests on it.
/// </summary>
/// <remarks>
/// It assumes that what is known so far is all there was, and that everything until the end of the period is as the last
/// <see cref="Basis"/>. For a sum over a shift: (limit − known so far) ÷ present rate. For a rolling mean the window moves on: what is in it
/// leaves at its end, and the present level comes in.
/// </remarks>
/// <param name="Limit">The limit.</param>
/// <param name="PointId">The point.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="At">When the limit will be passed; only for <see cref="ForecastOutcome.WillExceed"/>.</param>
/// <param name="PresentLevel">The steady value that the forecast assumes, in the unit of the quantity; null without one.</param>
/// <param name="Basis">The time whose mean that is.</param>
/// <param name="AsOf">How far time had come.</param>
public sealed record Forecast(Limit Limit, int PointId, ForecastOutcome Outcome, Instant? At, double? PresentLevel, TimeSpan Basis, Instant AsOf);
