using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>What one limit said of a period that is over.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Log">The stretches in breach.</param>
internal sealed record PeriodOutcome(Verdict Verdict, OccurrenceLog Log);
