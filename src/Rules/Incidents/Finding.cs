using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Incidents;

/// <summary>
/// What makes one breach one incident: a limit edition, a point, and the period in which it happened. Late data
/// may move the first occurrence, never the key.
/// </summary>
/// <param name="LimitId">The limit.</param>
/// <param name="Edition">Its edition.</param>
/// <param name="PointId">The measurement point.</param>
/// <param name="PeriodStart">Start of the exposure period.</param>
public readonly record struct FindingKey(string LimitId, string Edition, int PointId, Instant PeriodStart);

/// <summary>One stretch of time in which a limit was exceeded.</summary>
/// <param name="Start">First instant in breach.</param>
/// <param name="End">First instant no longer in breach; null while it lasts.</param>
/// <param name="Peak">The worst value of the stretch, in the limit's unit.</param>
/// <param name="PeakTime">When it was.</param>
public readonly record struct Occurrence(Instant Start, Instant? End, double Peak, Instant PeakTime);

/// <summary>
/// The present state of one breach, whole. It is level-triggered: sent again, it changes nothing, so a lane may be
/// rebuilt and re-run at any time without opening anything twice.
/// </summary>
/// <param name="Key">Which breach.</param>
/// <param name="Verdict">The verdict as it now stands; an outcome other than exceeded withdraws an earlier finding.</param>
/// <param name="Occurrences">All occurrences in the period, in time order; empty when withdrawn.</param>
/// <param name="IsActive">Whether the latest sample (or, for a dose or shift average, the period so far) is in breach.</param>
/// <param name="AsOf">Event time of the latest sample or tick that it rests on.</param>
/// <param name="FoundLate">Whether late data brought or changed it.</param>
public sealed record Finding(FindingKey Key, Verdict Verdict, IReadOnlyList<Occurrence> Occurrences, bool IsActive, Instant AsOf, bool FoundLate);
