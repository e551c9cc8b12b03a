using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>How long the windows of a roll-up are.</summary>
public enum RollUpStep
{
    /// <summary>One minute.</summary>
    Minute,

    /// <summary>Fifteen minutes.</summary>
    QuarterHour,
}

/// <summary>
/// What is kept of the samples of one channel in one window of time. The window is half-open, in UTC, and begins at a whole
/// multiple of its step since the epoch.
/// </summary>
/// <remarks>
/// A sample stands from its instant to the next sample's, at most for the hold of its point (expected interval × hold
/// intervals) and to the end of its UTC day; one that is no measurement (<see cref="SampleFlags.Bad"/>) ends what stood before it
/// and stands for nothing. Of several at one instant the highest value stands. So the means are those of the covered time alone:
/// what is missing is missing, not zero. It is the rule by which exposures are computed.
/// </remarks>
/// <param name="Start">First instant of the window.</param>
/// <param name="Samples">How many samples lie in it, whatever is known against them.</param>
/// <param name="Flagged">How many of them carry any mark.</param>
/// <param name="Flags">Every mark that any of them carries.</param>
/// <param name="CoveredMicroseconds">Time of the window for which samples stand, also ones from before it.</param>
/// <param name="Min">Smallest value that counts; null when none does.</param>
/// <param name="Max">Largest value that counts; null when none does.</param>
/// <param name="Mean">Mean over the covered time; null when none is covered.</param>
/// <param name="EnergyMean">For a level: 10·log₁₀ of the mean of 10^(L/10) over the covered time, dB; otherwise null.</param>
/// <param name="First">The first sample that counts; null when none does.</param>
/// <param name="Last">The last sample that counts; null when none does.</param>
public readonly record struct RollUp(
    Instant Start, long Samples, long Flagged, SampleFlags Flags, long CoveredMicroseconds,
    double? Min, double? Max, double? Mean, double? EnergyMean, Sample? First, Sample? Last)
{
    /// <summary>Length of a step, in microseconds.</summary>
    public static long MicrosecondsOf(RollUpStep step) => step == RollUpStep.Minute ? 60_000_000 : 900_000_000;

    /// <summary>The window, given its step.</summary>
    public TimeRange Window(RollUpStep step) => new(Start, new Instant(Start.UnixMicroseconds + MicrosecondsOf(step)));
}
