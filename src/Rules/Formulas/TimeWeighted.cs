namespace K3Monitor.Rules.Formulas;

/// <summary>Arithmetic time weighting of concentrations, temperatures and metabolic rates.</summary>
/// <remarks>Pure and safe from any thread. Sound levels are never averaged here: see <see cref="NoiseLevels"/>.</remarks>
public static class TimeWeighted
{
    /// <summary>Sum of value × duration over a fixed divisor: <c>Σ C t / divisor</c>.</summary>
    /// <param name="periods">Value and duration, the durations in the unit of the divisor.</param>
    /// <param name="divisor">More than 0. The legal 8-h value divides by 8 however long the shift was.</param>
    /// <remarks>29 CFR 1910.1000(d)(1); HSE EH40/2005.</remarks>
    public static double Over(ReadOnlySpan<(double Value, double Duration)> periods, double divisor)
    {
        double sum = 0;
        foreach (var (value, duration) in periods)
            sum += value * duration;
        return sum / divisor;
    }

    /// <summary>Mean over the time measured: <c>Σ C t / Σ t</c>; null when there is no time.</summary>
    /// <param name="periods">Value and duration.</param>
    /// <remarks>NIOSH 2016-106 §8.1 for heat; the Singapore definition of a time-weighted average.</remarks>
    public static double? Mean(ReadOnlySpan<(double Value, double Duration)> periods)
    {
        double total = 0;
        foreach (var (_, duration) in periods)
            total += duration;
        return total == 0 ? null : Over(periods, total);
    }

    /// <summary>
    /// The worst average over any window of one length within consecutive periods, time outside them counted as zero.
    /// </summary>
    /// <param name="periods">Value (0 or more) and duration, in order of time without gaps.</param>
    /// <param name="window">Length of the window, more than 0, in the unit of the durations; 15 min for a STEL.</param>
    /// <returns>The highest rolling average; the divisor is always the window, so 5 min at 600 is 200 over 15.</returns>
    /// <remarks>
    /// The rolling sum of a step function is greatest with an edge of the window on an edge of a step, so only those
    /// positions are tried. Clock quarters would halve a peak that straddles an edge.
    /// </remarks>
    public static double WorstWindow(ReadOnlySpan<(double Value, double Duration)> periods, double window)
    {
        double worst = 0, edge = 0;
        foreach (var (_, duration) in periods)
        {
            worst = Math.Max(worst, Math.Max(Within(periods, edge, edge + window), Within(periods, edge - window, edge)));
            edge += duration;
        }
        return Math.Max(worst, Within(periods, edge - window, edge)) / window;
    }

    private static double Within(ReadOnlySpan<(double Value, double Duration)> periods, double from, double to)
    {
        double sum = 0, start = 0;
        foreach (var (value, duration) in periods)
        {
            double overlap = Math.Min(to, start + duration) - Math.Max(from, start);
            if (overlap > 0)
                sum += value * overlap;
            start += duration;
        }
        return sum;
    }
}
