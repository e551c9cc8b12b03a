namespace K3Monitor.Measurements;

/// <summary>
/// A unit of measurement. Within one dimension a value converts linearly:
/// <c>canonical = value × Factor + Offset</c>.
/// </summary>
/// <param name="Symbol">How it is written in files, on pages and in the API, for example <c>dB(A)</c>.</param>
/// <param name="Dimension">What it counts.</param>
/// <param name="Factor">Multiplier towards the dimension's base unit.</param>
/// <param name="Offset">Added after multiplying, towards the dimension's base unit.</param>
public sealed record Unit(string Symbol, Dimension Dimension, double Factor = 1, double Offset = 0)
{
    /// <summary>The symbol.</summary>
    public override string ToString() => Symbol;

    /// <summary>The value in the dimension's base unit.</summary>
    internal double ToBase(double value) => (value * Factor) + Offset;

    /// <summary>The value in this unit of a value in the dimension's base unit.</summary>
    internal double FromBase(double value) => (value - Offset) / Factor;
}
