using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Inspection.Verdicts;

/// <summary>What was concluded of a limit at a point in a period, as it stands in the record.</summary>
/// <param name="LimitId">The limit.</param>
/// <param name="Edition">The edition that was applied.</param>
/// <param name="PeriodStart">Start of the period.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Value">The exposure in the limit's unit; null without data.</param>
/// <param name="Covered">Time for which samples stood.</param>
public sealed record RecordedVerdict(
    string LimitId, string Edition, Instant PeriodStart, VerdictOutcome Outcome, VerdictReasons Reasons, double? Value, TimeSpan Covered);

/// <summary>Reads concluded verdicts as they were recorded. It writes nothing.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IVerdictRecord
{
    /// <summary>The verdicts of a point in periods that begin in a time range, by period, then limit.</summary>
    /// <param name="pointId">The point.</param>
    /// <param name="periods">The range in which the periods begin.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<RecordedVerdict>> ReadAsync(int pointId, TimeRange periods, CancellationToken cancellationToken);
}
