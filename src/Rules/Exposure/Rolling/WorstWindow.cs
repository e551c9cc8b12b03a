namespace K3Monitor.Rules.Exposure;

/// <summary>The worst rolling window of a period so far.</summary>
/// <param name="End">End of the window, µs since the epoch.</param>
/// <param name="Value">What decides: the mean of the covered time where coverage suffices, else the lower bound.</param>
/// <param name="Lower">Lower bound.</param>
/// <param name="Trusted">Value × µs of the well covered part.</param>
/// <param name="Covered">Covered time, µs.</param>
/// <param name="CoveredWell">Well covered time, µs.</param>
/// <param name="OverRange">Whether a sample in it stood at the top of its range.</param>
internal readonly record struct WorstWindow(long End, double Value, double Lower, double Trusted, long Covered, long CoveredWell, bool OverRange);
