namespace K3Monitor.Rules.Formulas.Statistics;

/// <summary>The standard normal distribution to about fifteen digits.</summary>
internal static class Normal
{
    /// <summary>P(Z ≤ z).</summary>
    internal static double Cumulative(double z)
    {
        double tail = UpperTail(Math.Abs(z));
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>The z below which a share p of the distribution lies, 0 &lt; p &lt; 1.</summary>
    internal static double Quantile(double p)
    {
        double low = -40, high = 40;
        for (int i = 0; i < 200 && high - low > 1e-15; i++)
        {
            double middle = (low + high) / 2;
            if (Cumulative(middle) < p)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    // Near the middle the power series of the integral converges fast; far out the continued fraction does.
    private static double UpperTail(double z)
    {
        if (z < 3)
        {
            double term = z, sum = z;
            for (int k = 1; k < 200 && term > 1e-18 * sum; k++)
                sum += term *= z * z / (2 * k + 1);
            return 0.5 - Density(z) * sum;
        }
        if (z > 38)
            return 0;
        double fraction = 0;
        for (int k = z < 6 ? 80 : 25; k > 0; k--)
            fraction = k / (z + fraction);
        return Density(z) / (z + fraction);
    }
}
