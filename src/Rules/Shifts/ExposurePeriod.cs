using K3Monitor.Measurements;

namespace K3Monitor.Rules.Shifts;

/// <summary>
/// The time over which an exposure belongs together: a shift, or the time between shifts. A shift that crosses
/// midnight is one period.
/// </summary>
/// <param name="Range">From and to, half-open.</param>
/// <param name="Shift">Name of the shift; null between shifts.</param>
public readonly record struct ExposurePeriod(TimeRange Range, string? Shift)
{
    /// <summary>Whether people work: shift averages and doses are judged only then.</summary>
    public bool IsShift => Shift is not null;
}
