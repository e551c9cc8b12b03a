namespace K3Monitor.Rules.Formulas;

/// <summary>Factors by which an 8-h limit is lowered for a longer shift. No factor ever raises a limit.</summary>
/// <remarks>
/// Not for ceilings, short-term limits or mere irritants. Pure and safe from any thread.
/// </remarks>
public static class ExtendedShift
{
    /// <summary>Brief and Scala, by the day: <c>(8 / h) × (24 − h) / 16</c>, at most 1.</summary>
    /// <param name="shiftHours">h, more than 0, less than 24.</param>
    /// <remarks>Brief and Scala 1975; the factors of BC OHS Regulation 5.50.</remarks>
    public static double BriefScalaDaily(double shiftHours) => Math.Min(1, 8 / shiftHours * (24 - shiftHours) / 16);

    /// <summary>Brief and Scala, by the week: <c>(40 / H) × (168 − H) / 128</c>, at most 1.</summary>
    /// <param name="weekHours">H, more than 0, less than 168.</param>
    /// <remarks>For seven-day work; Brief and Scala 1975.</remarks>
    public static double BriefScalaWeekly(double weekHours) => Math.Min(1, 40 / weekHours * (168 - weekHours) / 128);

    /// <summary>OSHA and Quebec, substances with acute effect: <c>8 / h</c>, at most 1.</summary>
    /// <param name="shiftHours">h, more than 0.</param>
    /// <remarks>IRSST guide T-22.</remarks>
    public static double HaberDaily(double shiftHours) => Math.Min(1, 8 / shiftHours);

    /// <summary>OSHA and Quebec, substances that accumulate: <c>40 / H</c>, at most 1.</summary>
    /// <param name="weekHours">H, more than 0.</param>
    /// <remarks>IRSST guide T-22.</remarks>
    public static double HaberWeekly(double weekHours) => Math.Min(1, 40 / weekHours);

    /// <summary>OSHA limit for lead: <c>400 / h</c> µg/m³ in a shift of more than 8 h, else 50.</summary>
    /// <param name="shiftHours">h, more than 0.</param>
    /// <remarks>29 CFR 1910.1025(c)(2).</remarks>
    public static double LeadMicrograms(double shiftHours) => 400 / Math.Max(8, shiftHours);
}
