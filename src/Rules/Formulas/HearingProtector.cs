namespace K3Monitor.Rules.Formulas;

/// <summary>Level under a hearing protector by its noise reduction rating (NRR).</summary>
/// <remarks>
/// An estimate for choosing a protector; the Singapore and EU action values and the OSHA dose ignore protection.
/// Source of all: OSHA Technical Manual III-5 appendix E, 29 CFR 1910.95 App. B. Pure.
/// </remarks>
public static class HearingProtector
{
    /// <summary>dB taken off an NRR when the exposure was measured with A weighting.</summary>
    public const double SpectrumCorrection = 7;

    /// <summary>A-weighted exposure: <c>L − (NRR − 7)</c>; a rating of 7 or less protects nothing.</summary>
    /// <param name="levelA">dB(A).</param>
    /// <param name="rating">NRR in dB.</param>
    public static double FromAWeighted(double levelA, double rating) => levelA - Math.Max(0, rating - SpectrumCorrection);

    /// <summary>C-weighted exposure: <c>L − NRR</c>, giving dB(A).</summary>
    /// <param name="levelC">dB(C).</param>
    /// <param name="rating">NRR in dB.</param>
    public static double FromCWeighted(double levelC, double rating) => levelC - rating;

    /// <summary>With the 50 % derating for use in the field: <c>L − (NRR − 7) / 2</c>.</summary>
    /// <param name="levelA">dB(A).</param>
    /// <param name="rating">NRR in dB.</param>
    public static double FieldDerated(double levelA, double rating) => levelA - Math.Max(0, rating - SpectrumCorrection) / 2;

    /// <summary>Plugs and muffs together, derated: <c>L − ((NRR of the better − 7) / 2 + 5)</c>.</summary>
    /// <param name="levelA">dB(A).</param>
    /// <param name="higherRating">NRR in dB of the protector with the higher rating.</param>
    public static double DualDerated(double levelA, double higherRating) => FieldDerated(levelA, higherRating) - 5;
}
