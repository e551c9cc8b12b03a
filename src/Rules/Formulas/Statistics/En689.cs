namespace K3Monitor.Rules.Formulas.Statistics;

/// <summary>What the preliminary test of EN 689 says.</summary>
public enum PreliminaryVerdict
{
    /// <summary>All results at or below the share of the limit: complies.</summary>
    Complies,

    /// <summary>Some result above the limit: does not comply.</summary>
    Fails,

    /// <summary>Neither: more results are needed.</summary>
    Undecided,
}

/// <summary>Comparison with a limit by EN 689:2018.</summary>
/// <remarks>Pure and safe from any thread.</remarks>
public static class En689
{
    /// <summary>Fewest results of the statistical test.</summary>
    public const int FewestForTest = 6;

    /// <summary>Confidence of the statistical test.</summary>
    public const double Confidence = 0.7;

    /// <summary>Percentile of the statistical test.</summary>
    public const double Percentile = 0.95;

    /// <summary>Preliminary test: 3, 4 or 5 results, all at or below 0.1, 0.15 or 0.2 of the limit.</summary>
    /// <param name="ratios">Each result over the limit, 0 or more.</param>
    /// <returns>Null when there are fewer than 3 or more than 5 results and none is above the limit.</returns>
    /// <remarks>EN 689:2018 §5.5.2. Exactly at the limit is not above it.</remarks>
    public static PreliminaryVerdict? Preliminary(ReadOnlySpan<double> ratios)
    {
        double highest = 0;
        foreach (double ratio in ratios)
            highest = Math.Max(highest, ratio);
        if (highest > 1)
            return PreliminaryVerdict.Fails;
        double? share = ratios.Length switch { 3 => 0.1, 4 => 0.15, 5 => 0.2, _ => null };
        return share is null ? null : highest <= share ? PreliminaryVerdict.Complies : PreliminaryVerdict.Undecided;
    }

    /// <summary>Statistical test: complies when U_R is at least U_T (70 % confidence that under 5 % exceed).</summary>
    /// <param name="sample">The results.</param>
    /// <param name="limit">More than 0, in the unit of the results.</param>
    /// <returns>Null with fewer than 6 results.</returns>
    /// <remarks>EN 689:2018 §5.5.3 and Annex F.</remarks>
    public static bool? Complies(Lognormal sample, double limit)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Count < FewestForTest
            ? null
            : sample.ComplianceIndex(limit) >= ToleranceFactor.OneSided(sample.Count, Percentile, Confidence);
    }
}
