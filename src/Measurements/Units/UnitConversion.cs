namespace K3Monitor.Measurements;

/// <summary>The outcome of a conversion: a value, or the reason why there is none.</summary>
/// <param name="Value">The converted value; NaN when refused.</param>
/// <param name="Fault">Null on success; otherwise what is wrong, in English.</param>
public readonly record struct ConversionResult(double Value, string? Fault)
{
    /// <summary>Whether there is a value.</summary>
    public bool Succeeded => Fault is null;

    internal static ConversionResult Refused(string fault) => new(double.NaN, fault);
}

/// <summary>
/// Converts a value into the canonical unit of its quantity, and nothing else: a unit of another quantity is refused.
/// </summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class UnitConversion
{
    /// <summary>
    /// The value in the quantity's canonical unit.
    /// </summary>
    /// <param name="value">A finite value in <paramref name="unit"/>.</param>
    /// <param name="unit">The unit it was given in.</param>
    /// <param name="quantity">What was measured.</param>
    /// <param name="conditions">
    /// Temperature and pressure, needed only between ppm and mg/m³ (by <c>mg/m³ = ppm × M / Vm</c>).
    /// </param>
    /// <returns>A refusal names both units and the quantity; nothing throws on bad input.</returns>
    public static ConversionResult ToCanonical(double value, Unit unit, Quantity quantity, GasConditions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(quantity);
        return Convert(value, unit, quantity.Canonical, quantity, conditions);
    }

    /// <summary>The value in another unit of the same quantity.</summary>
    /// <inheritdoc cref="ToCanonical" path="/returns" />
    public static ConversionResult Convert(double value, Unit from, Unit to, Quantity quantity, GasConditions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(quantity);
        if (!double.IsFinite(value))
            return ConversionResult.Refused("the value is not a finite number");
        if (from == to)
            return new ConversionResult(value, null);
        if (from.Dimension == to.Dimension)
            return new ConversionResult(to.FromBase(from.ToBase(value)), null);
        if (IsGasPair(from.Dimension, to.Dimension))
            return ConvertGas(value, from, to, quantity, conditions);
        return ConversionResult.Refused($"'{from}' does not convert into '{to}' of {quantity.Id}");
    }

    private static bool IsGasPair(Dimension a, Dimension b) =>
        (a, b) is (Dimension.VolumeFraction, Dimension.MassConcentration) or (Dimension.MassConcentration, Dimension.VolumeFraction);

    private static ConversionResult ConvertGas(double value, Unit from, Unit to, Quantity quantity, GasConditions? conditions)
    {
        if (quantity.Agent is not { } agent)
            return ConversionResult.Refused($"{quantity.Id} is no single gas: '{from}' and '{to}' cannot be equated");
        if (conditions is not { IsPossible: true })
            return ConversionResult.Refused($"'{from}' into '{to}' of {quantity.Id} needs temperature and pressure");
        double perPpm = agent.MolarMass / conditions.MolarVolumeLitres;
        double based = from.ToBase(value);
        double converted = from.Dimension == Dimension.VolumeFraction ? based * perPpm : based / perPpm;
        return new ConversionResult(to.FromBase(converted), null);
    }
}
