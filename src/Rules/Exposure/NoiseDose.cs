using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Exposure;

/// <summary>The dose of sound: time at a level over the time that the level permits.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class NoiseDose
{
    /// <summary>
    /// How many times faster than at the criterion level the dose grows: <c>2^((L − criterion) / exchange rate)</c>;
    /// 0 below the threshold, where there is one. Permenaker 5/2018: criterion 85 dB(A), exchange rate 3 dB.
    /// </summary>
    /// <param name="level">A-weighted level, dB(A).</param>
    /// <param name="dose">The parameters of the limit.</param>
    public static double Rate(double level, DoseParameters dose)
    {
        ArgumentNullException.ThrowIfNull(dose);
        return dose.Threshold is { } threshold && level < threshold
            ? 0
            : Math.Pow(2, (level - dose.CriterionLevel) / dose.ExchangeRate);
    }

    /// <summary>
    /// The steady level that makes the dose in the reference duration, dB(A): <c>criterion + 10·log₁₀(D/100)</c> at an
    /// exchange rate of 3 dB (LEX,8h), <c>criterion + rate/log₁₀2 · log₁₀(D/100)</c> at another.
    /// </summary>
    /// <param name="percent">Dose in percent.</param>
    /// <param name="dose">The parameters of the limit.</param>
    /// <returns>Null for a dose of nothing, which has no level.</returns>
    public static double? EquivalentLevel(double percent, DoseParameters dose)
    {
        ArgumentNullException.ThrowIfNull(dose);
        if (!(percent > 0))
            return null;
        double slope = dose.ExchangeRate == 3 ? 10 : dose.ExchangeRate / Math.Log10(2);
        return dose.CriterionLevel + (slope * Math.Log10(percent / 100));
    }
}
