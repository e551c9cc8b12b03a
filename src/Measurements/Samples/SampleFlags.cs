namespace K3Monitor.Measurements;

/// <summary>
/// What is known against a sample. No flag means good. A sample marked <see cref="Bad"/> is kept and drawn but
/// never counted in an exposure; every other mark is counted and shown.
/// </summary>
[Flags]
public enum SampleFlags
{
    /// <summary>Good: nothing is known against it.</summary>
    None = 0,

    /// <summary>The device or a rule of normalising doubts the value. It can prove a breach, never that all was well.</summary>
    Uncertain = 1,

    /// <summary>The device says that the value is not a measurement. Treated as a gap.</summary>
    Bad = 2,

    /// <summary>At or above the top of the measuring range: the true value is at least this one.</summary>
    OverRange = 4,

    /// <summary>At or below the bottom of the measuring range: the true value is at most this one.</summary>
    UnderRange = 8,

    /// <summary>
    /// The device's clock cannot be right (ahead of the time of receipt). Further ahead than samples may come late, the sample
    /// has no place in time: it is kept and drawn, and judged nowhere.
    /// </summary>
    ClockDoubt = 16,

    /// <summary>The device gave no time: the time of receipt was used.</summary>
    TimeOfReceipt = 32,

    /// <summary>Arrived long after it was measured (a back-log), so it was never "live".</summary>
    Late = 64,

    /// <summary>The calibration had lapsed when it was measured: it can prove a breach, never that all was well.</summary>
    CalibrationLapsed = 128,

    /// <summary>The same channel, time and sequence came again with another value; both are kept.</summary>
    Conflict = 256,

    /// <summary>A broker had kept it and sent it when we subscribed: it is no sign of life, however new its time is.</summary>
    Retained = 512,

    /// <summary>It came out of a file that a person imported; the row of the record with the same time of receipt names the file and him.</summary>
    Imported = 1024,

    /// <summary>
    /// Not a value of the point's own quantity but of the use signal that tells its time of contact. Set on the way to being judged, never stored.
    /// </summary>
    UseSignal = 2048,
}

/// <summary>What the flags of a sample mean for exposure.</summary>
public static class SampleFlagsMeaning
{
    private const SampleFlags NotEvidentialOfSafety =
        SampleFlags.Uncertain | SampleFlags.ClockDoubt | SampleFlags.CalibrationLapsed | SampleFlags.Conflict | SampleFlags.UnderRange;

    /// <summary>Whether the sample enters an exposure at all.</summary>
    public static bool Counts(this SampleFlags flags) => (flags & SampleFlags.Bad) == 0;

    /// <summary>
    /// Whether the time it stands for may be counted as covered when a verdict of <i>within</i> is sought.
    /// A doubtful sample may prove a breach, never its absence.
    /// </summary>
    public static bool ProvesSafety(this SampleFlags flags) =>
        flags.Counts() && (flags & (NotEvidentialOfSafety | SampleFlags.OverRange)) == 0;
}
