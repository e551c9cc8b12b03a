namespace K3Monitor.Rules.Formulas;

/// <summary>Noise dose: the share of a permitted day that was used up.</summary>
/// <remarks>Pure and safe from any thread. NaN in gives NaN out; nothing throws except where said.</remarks>
public static class NoiseDose
{
    /// <summary>Seconds of the reference day of 8 h.</summary>
    public const double ReferenceSeconds = 8 * 3600;

    /// <summary>
    /// Seconds permitted at a level: <c>Tref / 2^((L − criterion) / exchange)</c>.
    /// </summary>
    /// <param name="level">dB(A).</param>
    /// <param name="criterion">Level in dB(A) permitted for the reference time: 85 (NIOSH, Indonesia, Singapore) or 90 (OSHA).</param>
    /// <param name="exchangeRate">dB that halve the time, more than 0: 3 is equal energy, 5 is OSHA.</param>
    /// <param name="referenceSeconds">Reference time in seconds; 8 h unless given.</param>
    /// <remarks>29 CFR 1910.95 App. A; NIOSH 98-126 §1.1.1; Singapore WSH (Noise) Regulations, First Schedule.</remarks>
    public static double PermittedSeconds(double level, double criterion, double exchangeRate, double referenceSeconds = ReferenceSeconds) =>
        referenceSeconds / Math.Pow(2, (level - criterion) / exchangeRate);

    /// <summary>
    /// Dose in per cent: <c>100 × Σ C / T(L)</c> over the periods at or above the threshold.
    /// </summary>
    /// <param name="periods">Level in dB(A) and duration in hours, 0 or more.</param>
    /// <param name="criterion">dB(A) giving 100 % in 8 h.</param>
    /// <param name="exchangeRate">dB, more than 0.</param>
    /// <param name="threshold">Levels below it do not count; the edge counts. Null counts every level.</param>
    /// <remarks>29 CFR 1910.95 App. A §I; the inclusive threshold is the OSHA Technical Manual III-5.</remarks>
    public static double Percent(
        ReadOnlySpan<(double Level, double Hours)> periods, double criterion, double exchangeRate, double? threshold = null)
    {
        double dose = 0;
        foreach (var (level, hours) in periods)
            if (!(level < threshold))
                dose += hours * 3600 / PermittedSeconds(level, criterion, exchangeRate);
        return 100 * dose;
    }

    /// <summary>
    /// Level that would give the dose in 8 h: <c>q × log10(D / 100) + criterion</c>.
    /// </summary>
    /// <param name="dosePercent">Per cent, 0 or more.</param>
    /// <param name="criterion">dB(A).</param>
    /// <param name="coefficient">q: see <see cref="Coefficient"/>; print rounds it to 16.61 (5 dB) and 10 (3 dB).</param>
    /// <returns>dB(A); null at dose 0, which has no level.</returns>
    /// <remarks>29 CFR 1910.95 App. A §II; NIOSH 98-126 §1.1.3.</remarks>
    public static double? TimeWeightedAverage(double dosePercent, double criterion, double coefficient) =>
        dosePercent == 0 ? null : coefficient * Math.Log10(dosePercent / 100) + criterion;

    /// <summary>The inverse of <see cref="TimeWeightedAverage"/>: <c>100 × 10^((L − criterion) / q)</c>, in per cent.</summary>
    /// <param name="timeWeightedAverage">dB(A).</param>
    /// <param name="criterion">dB(A).</param>
    /// <param name="coefficient">q, more than 0.</param>
    public static double PercentOf(double timeWeightedAverage, double criterion, double coefficient) =>
        100 * Math.Pow(10, (timeWeightedAverage - criterion) / coefficient);

    /// <summary>Exact coefficient q of an exchange rate: <c>exchange / log10(2)</c>; 16.610 for 5 dB, 9.966 for 3 dB.</summary>
    /// <param name="exchangeRate">dB, more than 0.</param>
    public static double Coefficient(double exchangeRate) => exchangeRate / Math.Log10(2);

    /// <summary>
    /// Level that brings an action dose in a shift of another length: <c>q × log10(A / ((100/8) × h)) + criterion</c>.
    /// </summary>
    /// <param name="shiftHours">More than 0.</param>
    /// <param name="criterion">dB(A), 90 for OSHA.</param>
    /// <param name="coefficient">q, 16.61 for OSHA.</param>
    /// <param name="actionDosePercent">Dose at the action level; 50 for OSHA.</param>
    /// <remarks>OSHA Technical Manual III-5: AL = 16.61 log10(50 / (12.5 h)) + 90.</remarks>
    public static double ActionLevel(double shiftHours, double criterion, double coefficient, double actionDosePercent) =>
        coefficient * Math.Log10(actionDosePercent / (100.0 / 8 * shiftHours)) + criterion;
}
