namespace K3Monitor.Rules.Limits;

/// <summary>
/// Compares a figure with a limit. Sums of many terms carry rounding of about 1e-15 of their size; so that it cannot
/// flip an exact tie, figures within 1e-9 of the limit count as equal to it. No instrument resolves that difference.
/// </summary>
public static class LimitComparison
{
    /// <summary>Relative difference below which a figure equals the limit.</summary>
    public const double RelativeGuard = 1e-9;

    /// <summary>Whether the figure breaches an upper limit, on the side that <paramref name="comparison"/> says.</summary>
    public static bool Exceeds(double figure, double limit, Comparison comparison)
    {
        double guard = RelativeGuard * Math.Abs(limit);
        return comparison == Comparison.Above ? figure > limit + guard : figure >= limit - guard;
    }

    /// <summary>Whether the figure lies below the lower end of a range; the end itself is allowed.</summary>
    public static bool FallsShort(double figure, double lower) => figure < lower - (RelativeGuard * Math.Abs(lower));

    /// <summary>The figure that must be passed (<see cref="Comparison.Above"/>) or reached for a breach, guard included.</summary>
    internal static double Threshold(double limit, Comparison comparison) =>
        comparison == Comparison.Above ? limit + (RelativeGuard * Math.Abs(limit)) : limit - (RelativeGuard * Math.Abs(limit));
}
