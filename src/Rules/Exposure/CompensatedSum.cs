namespace K3Monitor.Rules.Exposure;

/// <summary>
/// A sum that keeps the digits a plain one loses (Neumaier's variant of Kahan's summation). A shift at 10 Hz adds
/// 288,000 terms, and a rolling window also takes them away again.
/// </summary>
internal struct CompensatedSum
{
    private double sum;
    private double lost;

    public readonly double Value => sum + lost;

    public void Add(double term)
    {
        double next = sum + term;
        lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }
}
