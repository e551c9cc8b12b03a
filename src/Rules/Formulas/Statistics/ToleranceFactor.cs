namespace K3Monitor.Rules.Formulas.Statistics;

/// <summary>One-sided tolerance factors of a normal sample.</summary>
/// <remarks>Pure and safe from any thread. One call takes a few milliseconds.</remarks>
public static class ToleranceFactor
{
    private const int Steps = 400;

    /// <summary>
    /// k so that mean + k × standard deviation is, with the confidence, above the percentile of the population:
    /// the quantile of a non-central t with n − 1 degrees and offset z√n, over √n.
    /// </summary>
    /// <param name="count">n, 2 or more.</param>
    /// <param name="percentile">0 to 1, exclusive; 0.95 in hygiene.</param>
    /// <param name="confidence">0 to 1, exclusive: 0.70 gives U_T of EN 689:2018, 0.95 the factor of AIHA.</param>
    /// <returns>k; NaN for fewer than 2 results.</returns>
    /// <remarks>EN 689:2018 Annex F; Hahn and Meeker, Statistical Intervals.</remarks>
    public static double OneSided(int count, double percentile, double confidence)
    {
        if (count < 2)
            return double.NaN;
        double z = Normal.Quantile(percentile), root = Math.Sqrt(count);
        double low = z - 50, high = z + 50;
        while (Probability(high, z, root, count - 1) < confidence && high < 1e9)
            high *= 2;
        while (Probability(low, z, root, count - 1) > confidence && low > -1e9)
            low *= 2;
        for (int i = 0; i < 100 && high - low > 1e-11; i++)
        {
            double middle = (low + high) / 2;
            if (Probability(middle, z, root, count - 1) < confidence)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    // P(T' ≤ k√n) by Simpson's rule over u = s/σ, whose density is that of a scaled chi with the given degrees.
    private static double Probability(double k, double z, double root, int degrees)
    {
        double spread = 12 / Math.Sqrt(2.0 * degrees);
        double from = Math.Max(0, 1 - spread), to = 1 + spread;
        double step = (to - from) / Steps, constant = LogConstant(degrees), sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double u = from + i * step;
            double weight = i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * ChiDensity(u, degrees, constant) * Normal.Cumulative(root * (k * u - z));
        }
        return sum * step / 3;
    }

    private static double ChiDensity(double u, int degrees, double constant)
    {
        if (u == 0)
            return degrees == 1 ? Math.Exp(constant) : 0;
        return Math.Exp(constant + (degrees - 1) * Math.Log(u) - degrees * u * u / 2);
    }

    private static double LogConstant(int degrees) =>
        Math.Log(2) + degrees / 2.0 * Math.Log(degrees / 2.0) - LogGammaOfHalf(degrees);

    // ln Γ(m/2) by its recurrence from Γ(1/2) = √π or Γ(1) = 1.
    private static double LogGammaOfHalf(int m)
    {
        double sum = m % 2 == 1 ? Math.Log(Math.PI) / 2 : 0;
        for (double x = m % 2 == 1 ? 0.5 : 1; x < m / 2.0; x++)
            sum += Math.Log(x);
        return sum;
    }
}
