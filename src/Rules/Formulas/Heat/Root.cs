namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>The zero of a falling or rising function between two ends, by halving.</summary>
internal static class Root
{
    private const int Halvings = 200;

    internal static double Between(double low, double high, Func<double, double> function)
    {
        bool rising = function(high) >= function(low);
        for (int i = 0; i < Halvings && high - low > 0; i++)
        {
            double middle = low + (high - low) / 2;
            if (middle == low || middle == high)
                break;
            if (function(middle) < 0 == rising)
                low = middle;
            else
                high = middle;
        }
        return low + (high - low) / 2;
    }
}
