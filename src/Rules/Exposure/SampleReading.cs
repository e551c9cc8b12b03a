using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Exposure;

/// <summary>How one limit reads a sample: the value that counts, and how far it may be relied on.</summary>
internal readonly struct SampleReading
{
    // A baseline that drifted below zero by more than this share of the limit is a fault of the cell, and its alarms
    // come late; a smaller negative value is noise around nothing.
    private const double DriftShare = 0.05;

    private readonly bool isConcentration;
    private readonly double drift;
    private readonly bool hasLowerEnd;

    public SampleReading(Limit limit)
    {
        isConcentration = limit.Quantity?.Canonical.Dimension
            is Dimension.VolumeFraction or Dimension.MassConcentration or Dimension.LowerExplosiveShare;
        drift = -DriftShare * Math.Abs(limit.Value ?? 0);
        hasLowerEnd = limit.LowerValue is not null;
    }

    /// <summary>The value that counts in a time-weighted sum: a concentration below nothing counts as nothing.</summary>
    public double Counted(in Sample sample) => isConcentration && sample.Value < 0 ? 0 : sample.Value;

    /// <summary>
    /// How far the sample may be relied on. At the bottom of the range the true value is at most the reading: against
    /// a limit that is breached upwards that is proof of safety and no proof of breach; against a range it is doubt.
    /// </summary>
    public Standing StandingOf(in Sample sample)
    {
        if (isConcentration && sample.Value < drift)
            return Standing.Doubtful;
        if (sample.Flags == SampleFlags.None)
            return Standing.Good;
        bool atMost = (sample.Flags & SampleFlags.UnderRange) != 0 && !hasLowerEnd;
        if (!atMost)
            return sample.Flags.ProvesSafety() ? Standing.Good : Standing.Doubtful;
        return (sample.Flags & ~SampleFlags.UnderRange).ProvesSafety() ? Standing.AtMost : Standing.DoubtfulAtMost;
    }

    /// <summary>Whether the time for which it stands proves that all was well, if its value is within.</summary>
    public bool ProvesSafety(in Sample sample) => StandingOf(sample) is Standing.Good or Standing.AtMost;
}
