namespace K3Monitor.Rules.Formulas;

/// <summary>Equal-energy arithmetic of sound levels, and what is derived from it.</summary>
/// <remarks>Pure and safe from any thread. Levels are A-weighted dB unless said.</remarks>
public static class NoiseLevels
{
    /// <summary>Energy mean of equally long samples: <c>10 log10((1/n) Σ 10^(L/10))</c>.</summary>
    /// <param name="levels">dB; NaN when empty.</param>
    /// <remarks>ISO 9612:2009 eq. 7.</remarks>
    public static double EnergyMean(ReadOnlySpan<double> levels)
    {
        double energy = 0;
        foreach (double level in levels)
            energy += Energy(level);
        return levels.IsEmpty ? double.NaN : 10 * Math.Log10(energy / levels.Length);
    }

    /// <summary>Energy mean weighted by time: <c>10 log10(Σ t 10^(L/10) / Σ t)</c>.</summary>
    /// <param name="periods">Level in dB and duration in any one unit, 0 or more.</param>
    /// <returns>dB; null when the durations add up to 0.</returns>
    public static double? EnergyMean(ReadOnlySpan<(double Level, double Duration)> periods)
    {
        double total = 0;
        foreach (var (_, duration) in periods)
            total += duration;
        return total == 0 ? null : Normalised(periods, total);
    }

    /// <summary>Daily exposure level: <c>10 log10(Σ t 10^(L/10) / 8 h)</c>. The divisor is 8 h whatever the shift.</summary>
    /// <param name="periods">Level in dB and duration in hours.</param>
    /// <returns>dB; null when there is no exposure at all.</returns>
    /// <remarks>ISO 1999:2013; HSE L108 App. 3; Directive 2003/10/EC art. 2.</remarks>
    public static double? DailyExposure(ReadOnlySpan<(double Level, double Duration)> periods) => Normalised(periods, 8);

    /// <summary>Hours at a level until a daily exposure is reached: <c>8 × 10^((target − L) / 10)</c>.</summary>
    /// <param name="level">dB of the task.</param>
    /// <param name="target">Daily exposure level in dB.</param>
    /// <remarks>HSE L108 Fig. 26. May exceed 24: then the day is too short to reach it.</remarks>
    public static double HoursTo(double level, double target) => 8 * Math.Pow(10, (target - level) / 10);

    /// <summary>Exposure points of a day: <c>100 × 10^((L − 85) / 10)</c>; 100 is 85 dB for 8 h. Points add up.</summary>
    /// <param name="dailyExposure">L_EX,8h in dB.</param>
    /// <remarks>HSE L108 App. 3 §5.</remarks>
    public static double Points(double dailyExposure) => 100 * Math.Pow(10, (dailyExposure - 85) / 10);

    /// <summary>Points gathered in each hour at a level: one eighth of <see cref="Points"/>.</summary>
    /// <param name="level">dB.</param>
    public static double PointsPerHour(double level) => Points(level) / 8;

    /// <summary>Weekly exposure level from points: <c>85 + 10 log10(points / (100 × days))</c>.</summary>
    /// <param name="points">Sum of the days' points.</param>
    /// <param name="days">Divisor, 5 by rule whatever the days worked.</param>
    /// <returns>dB; null at 0 points.</returns>
    /// <remarks>HSE weekly exposure ready-reckoner; Directive 2003/10/EC art. 2(c).</remarks>
    public static double? Weekly(double points, double days = 5) => points == 0 ? null : 85 + 10 * Math.Log10(points / (100 * days));

    private static double? Normalised(ReadOnlySpan<(double Level, double Duration)> periods, double divisor)
    {
        double energy = 0;
        foreach (var (level, duration) in periods)
            energy += duration * Energy(level);
        return energy == 0 ? null : 10 * Math.Log10(energy / divisor);
    }

    private static double Energy(double level) => Math.Pow(10, level / 10);
}
