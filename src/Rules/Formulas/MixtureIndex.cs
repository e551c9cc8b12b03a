namespace K3Monitor.Rules.Formulas;

/// <summary>Additive mixture of agents with like effect.</summary>
/// <remarks>Eight-hour and short-term values are summed apart; ceilings stand alone. Pure.</remarks>
public static class MixtureIndex
{
    /// <summary>What binary fractions may add to a sum that is exactly one in decimals.</summary>
    private const double Representation = 1e-12;

    /// <summary>The index: <c>Σ C / L</c>.</summary>
    /// <param name="terms">Each concentration over its own limit.</param>
    /// <remarks>29 CFR 1910.1000(d)(2)(i).</remarks>
    public static double Sum(ReadOnlySpan<double> terms)
    {
        double sum = 0;
        foreach (double term in terms)
            sum += term;
        return sum;
    }

    /// <summary>Whether the index exceeds unity. Exactly one passes, also when it is one only up to binary rounding.</summary>
    /// <param name="index">See <see cref="Sum"/>.</param>
    public static bool Exceeds(double index) => index > 1 + Representation;
}
