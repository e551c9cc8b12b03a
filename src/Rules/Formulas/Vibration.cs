namespace K3Monitor.Rules.Formulas;

/// <summary>Daily vibration exposure: squares add for A(8), fourth powers for the vibration dose value.</summary>
/// <remarks>
/// Durations are contact ("trigger") time, not shift time. Directive 2002/44/EC; ISO 5349-1:2001; ISO 2631-1:1997.
/// Pure and safe from any thread.
/// </remarks>
public static class Vibration
{
    /// <summary>A(8) of one source: <c>a × √(t / 8 h)</c>, in m/s².</summary>
    /// <param name="acceleration">Frequency-weighted r.m.s.: hand-arm vector sum, or one axis of the whole body with its factor.</param>
    /// <param name="hours">0 or more.</param>
    public static double Partial(double acceleration, double hours) => acceleration * Math.Sqrt(hours / 8);

    /// <summary>Root of the sum of squares of the parts.</summary>
    /// <param name="parts">Partial exposures of one axis, or of the hand.</param>
    public static double Combine(IEnumerable<double> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Math.Sqrt(parts.Sum(p => p * p));
    }

    /// <summary>Hours until an A(8) is reached: <c>8 × (target / a)²</c>.</summary>
    /// <param name="acceleration">m/s², more than 0.</param>
    /// <param name="target">A(8) in m/s².</param>
    public static double HoursTo(double acceleration, double target) => 8 * (target / acceleration) * (target / acceleration);

    /// <summary>Hand-arm points: <c>2 a² × t</c>; 100 is the action value 2.5 m/s², 400 the limit 5 m/s².</summary>
    /// <param name="acceleration">m/s².</param>
    /// <param name="hours">0 or more; 8 gives the points of an A(8).</param>
    /// <remarks>HSE L140.</remarks>
    public static double HandArmPoints(double acceleration, double hours) => 2 * acceleration * acceleration * hours;

    /// <summary>Whole-body points: <c>50 a² × t</c>, with the axis factor in a; 100 is the action value 0.5 m/s².</summary>
    /// <param name="acceleration">m/s² with the axis factor.</param>
    /// <param name="hours">0 or more.</param>
    /// <remarks>HSE L141.</remarks>
    public static double WholeBodyPoints(double acceleration, double hours) => 50 * acceleration * acceleration * hours;

    /// <summary>Vibration dose value of an exposure from one measured in part of it: <c>VDV × (T / Tm)^¼</c>, m/s^1.75.</summary>
    /// <param name="measured">VDV over the measurement, with the axis factor.</param>
    /// <param name="measuredHours">More than 0.</param>
    /// <param name="exposureHours">0 or more.</param>
    public static double DoseValue(double measured, double measuredHours, double exposureHours) =>
        measured * Math.Pow(exposureHours / measuredHours, 0.25);

    /// <summary>Fourth root of the sum of fourth powers of the parts of one axis.</summary>
    /// <param name="parts">Vibration dose values.</param>
    public static double CombineDoseValues(IEnumerable<double> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Math.Pow(parts.Sum(p => Math.Pow(p, 4)), 0.25);
    }
}
