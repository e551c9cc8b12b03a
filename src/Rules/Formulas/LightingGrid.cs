namespace K3Monitor.Rules.Formulas;

/// <summary>Grid of illuminance measurement points.</summary>
/// <remarks>Pure.</remarks>
public static class LightingGrid
{
    /// <summary>Largest spacing of points: <c>0.2 × 5^log10(d)</c>, at most 10 m.</summary>
    /// <param name="longerDimension">d: the longer side of the area in m, more than 0.</param>
    /// <returns>Metres.</returns>
    /// <remarks>EN 12464-1:2021 §4.4.</remarks>
    public static double MaximumSpacing(double longerDimension) => Math.Min(10, 0.2 * Math.Pow(5, Math.Log10(longerDimension)));
}
