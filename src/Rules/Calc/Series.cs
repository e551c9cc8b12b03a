namespace K3Monitor.Rules.Calc;

/// <summary>
/// One number or a row of numbers as it was given. Answers keep the shape: a number for a number, a row for a row.
/// </summary>
internal sealed record Series(double[] Values, bool IsRow)
{
    internal Series Select(Func<double, double> formula) => new([.. Values.Select(formula)], IsRow);

    internal double Single => Values[0];
}
