namespace K3Monitor.Rules.Formulas.Statistics;

/// <summary>A lognormal sample of exposures: natural logarithms, divisor n − 1.</summary>
/// <param name="Count">Number of results.</param>
/// <param name="LogMean">Mean of the logarithms.</param>
/// <param name="LogDeviation">Standard deviation of the logarithms; NaN for one result.</param>
/// <param name="Mean">Arithmetic mean of the results.</param>
/// <param name="Deviation">Standard deviation of the results; NaN for one result.</param>
/// <remarks>
/// Results below the limit of detection must be replaced or modelled before: a zero has no logarithm. Minute values
/// of a sensor are not independent; use shift values. EN 689:2018; AIHA, Strategy for Assessing Exposures.
/// </remarks>
public sealed record Lognormal(int Count, double LogMean, double LogDeviation, double Mean, double Deviation)
{
    /// <summary>The sample of some results.</summary>
    /// <param name="values">Each more than 0, in one unit; none gives NaN throughout.</param>
    public static Lognormal Of(ReadOnlySpan<double> values)
    {
        double[] plain = values.ToArray();
        double[] logs = [.. plain.Select(v => Math.Log(v))];
        return new Lognormal(plain.Length, Middle(logs), Spread(logs), Middle(plain), Spread(plain));
    }

    /// <summary>Geometric mean: <c>exp(mean of ln)</c>.</summary>
    public double GeometricMean => Math.Exp(LogMean);

    /// <summary>Geometric standard deviation: <c>exp(s of ln)</c>, 1 or more.</summary>
    public double GeometricDeviation => Math.Exp(LogDeviation);

    /// <summary>Percentile or upper tolerance limit: <c>exp(mean + factor × s)</c>.</summary>
    /// <param name="factor">z for a point estimate, k for a tolerance limit.</param>
    public double Upper(double factor) => Math.Exp(LogMean + factor * LogDeviation);

    /// <summary>Compliance index of EN 689: <c>U_R = (ln OEL − mean) / s</c>.</summary>
    /// <param name="limit">The occupational exposure limit, more than 0, in the unit of the results.</param>
    /// <returns>Infinite when all results are equal.</returns>
    public double ComplianceIndex(double limit) => (Math.Log(limit) - LogMean) / LogDeviation;

    /// <summary>Point estimate of the share of exposures over a limit: <c>P(Z &gt; U_R)</c>.</summary>
    /// <param name="limit">More than 0.</param>
    public double Exceedance(double limit) => Normal.Cumulative(-ComplianceIndex(limit));

    private static double Middle(double[] values) => values.Length == 0 ? double.NaN : values.Average();

    private static double Spread(double[] values)
    {
        double mean = Middle(values);
        return values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
