namespace K3Monitor.Rules.Exposure;

/// <summary>
/// What a rolling window holds when it ends at one instant, as three margins that change linearly while the window
/// moves between two changes of the samples in it.
/// </summary>
/// <param name="Known">Margin of the lower bound: above zero, the known part alone exceeds.</param>
/// <param name="Estimate">Margin of the mean over the covered time.</param>
/// <param name="Coverage">Margin of the coverage: from zero on, the estimate may decide.</param>
internal readonly record struct WindowEdge(double Known, double Estimate, double Coverage)
{
    /// <summary>Whether a window with these margins is in breach.</summary>
    public bool IsBreach(bool full) => Known > 0 || (full && Coverage >= 0 && Estimate > 0);

    /// <summary>Whether no window between two edges can be in breach.</summary>
    public static bool NoneBetween(in WindowEdge a, in WindowEdge b, bool full) =>
        a.Known <= 0 && b.Known <= 0
        && (!full || (a.Estimate <= 0 && b.Estimate <= 0) || (a.Coverage < 0 && b.Coverage < 0));

    /// <summary>Whether every window between two edges is in breach.</summary>
    public static bool AllBetween(in WindowEdge a, in WindowEdge b, bool full) =>
        (a.Known > 0 && b.Known > 0)
        || (full && a.Coverage >= 0 && b.Coverage >= 0 && a.Estimate > 0 && b.Estimate > 0);

    /// <summary>The margins at a share of the way from one edge to another.</summary>
    public static WindowEdge Between(in WindowEdge a, in WindowEdge b, double share) => new(
        a.Known + ((b.Known - a.Known) * share),
        a.Estimate + ((b.Estimate - a.Estimate) * share),
        a.Coverage + ((b.Coverage - a.Coverage) * share));

    /// <summary>
    /// The shares of the way at which a margin passes zero, in order, from 0 to 1; between two of them the answer
    /// does not change.
    /// </summary>
    public static int Cuts(in WindowEdge a, in WindowEdge b, Span<double> cuts)
    {
        int count = 0;
        cuts[count++] = 0;
        Root(a.Known, b.Known, cuts, ref count);
        Root(a.Estimate, b.Estimate, cuts, ref count);
        Root(a.Coverage, b.Coverage, cuts, ref count);
        cuts[count++] = 1;
        cuts[..count].Sort();
        return count;
    }

    private static void Root(double from, double to, Span<double> cuts, ref int count)
    {
        if ((from > 0) != (to > 0))
            cuts[count++] = from / (from - to);
    }
}
