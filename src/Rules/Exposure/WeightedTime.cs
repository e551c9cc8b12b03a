namespace K3Monitor.Rules.Exposure;

/// <summary>How far a sample's value may be relied on, for one limit.</summary>
internal enum Standing
{
    /// <summary>Nothing is known against it.</summary>
    Good,

    /// <summary>Proves a breach, never its absence.</summary>
    Doubtful,

    /// <summary>The true value is at most this one: proves the absence of a breach, never a breach.</summary>
    AtMost,

    /// <summary>At most this one, and doubtful besides: proves nothing, but is not a gap.</summary>
    DoubtfulAtMost,
}

/// <summary>
/// Value × time of the samples in a window, kept apart by standing, so that the estimate and both bounds come from
/// the same sums. Times are whole microseconds, hence exact.
/// </summary>
internal struct WeightedTime
{
    private CompensatedSum good;
    private CompensatedSum doubtful;
    private CompensatedSum atMost;
    private long doubtfulTime;
    private long covered;

    /// <summary>Microseconds for which a sample stands.</summary>
    public readonly long Covered => covered;

    /// <summary>The part of it that can prove the absence of a breach.</summary>
    public readonly long CoveredWell => covered - doubtfulTime;

    /// <summary>Value × µs that is certainly there.</summary>
    public readonly double Known => good.Value + doubtful.Value;

    /// <summary>Value × µs of everything that was measured.</summary>
    public readonly double Total => good.Value + doubtful.Value + atMost.Value;

    /// <summary>Value × µs of the well covered part: nothing there can be larger.</summary>
    public readonly double Trusted => good.Value + atMost.Value;

    /// <summary>Adds a stretch; a negative duration takes it away again.</summary>
    public void Add(double value, long microseconds, Standing standing)
    {
        covered += microseconds;
        switch (standing)
        {
            case Standing.Good:
                good.Add(value * microseconds);
                break;
            case Standing.Doubtful:
                doubtful.Add(value * microseconds);
                doubtfulTime += microseconds;
                break;
            case Standing.DoubtfulAtMost:
                atMost.Add(value * microseconds);
                doubtfulTime += microseconds;
                break;
            default:
                atMost.Add(value * microseconds);
                break;
        }
    }

    /// <summary>Removes the rest that rounding leaves behind once nothing is covered any more.</summary>
    public void ClearIfEmpty()
    {
        if (covered == 0)
            this = default;
    }
}
