namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>WBGT limits by metabolic rate and the schedules that go with them.</summary>
/// <remarks>
/// The ISO table and the NIOSH equation differ by up to 1.6 °C: the jurisdiction chooses. Both are for the mean of
/// one hour. Pure and safe from any thread.
/// </remarks>
public static class HeatLimits
{
    /// <summary>Watts of one kcal/h.</summary>
    public const double WattsPerKilocalorieHour = 1.163;

    /// <summary>Body surface in m² by which W/m² become watts of one person.</summary>
    public const double BodySurface = 1.8;

    // Upper edge of the class in W (the edge belongs to the lower class), acclimatised limit, other limit.
    private static readonly (double Upto, double Acclimatised, double Other)[] Iso7243 =
    [
        (125, 33, 32), (235, 30, 29), (360, 28, 26), (465, 26, 23), (double.PositiveInfinity, 25, 20),
    ];

    private static readonly double[] Returning = [0.5, 0.6, 0.8, 1];

    /// <summary>NIOSH recommended exposure limit, acclimatised: <c>56.7 − 11.5 log10 M</c>, in °C WBGT.</summary>
    /// <param name="metabolic">M in W for one person, more than 0.</param>
    /// <remarks>NIOSH 2016-106 §8.1.</remarks>
    public static double NioshExposureLimit(double metabolic) => 56.7 - 11.5 * Math.Log10(metabolic);

    /// <summary>NIOSH recommended alert limit, not acclimatised: <c>59.9 − 14.1 log10 M</c>, in °C WBGT.</summary>
    /// <param name="metabolic">M in W for one person, more than 0.</param>
    /// <remarks>NIOSH 2016-106 §8.1.</remarks>
    public static double NioshAlertLimit(double metabolic) => 59.9 - 14.1 * Math.Log10(metabolic);

    /// <summary>ISO 7243 reference value of the metabolic class that holds a rate, in °C WBGT.</summary>
    /// <param name="metabolic">W for one person, more than 0.</param>
    /// <param name="acclimatised">To heat, within the last week.</param>
    /// <remarks>ISO 7243:2017 Table A.1; classes of ISO 8996: up to 125, 235, 360, 465 W, and above.</remarks>
    public static double Iso7243Reference(double metabolic, bool acclimatised)
    {
        var row = Array.Find(Iso7243, r => metabolic <= r.Upto);
        return acclimatised ? row.Acclimatised : row.Other;
    }

    /// <summary>Share of the shift in heat for a new worker: 20 % more each day, all of it from the fifth.</summary>
    /// <param name="day">1 is the first day.</param>
    /// <remarks>NIOSH 2016-106, acclimatisation schedule.</remarks>
    public static double NewWorkerShare(int day) => Math.Min(10, 2 * day) / 10.0;

    /// <summary>Share of the shift in heat for an experienced worker who was away: 50, 60, 80, then 100 %.</summary>
    /// <param name="day">1 is the first day back.</param>
    /// <remarks>NIOSH 2016-106, acclimatisation schedule.</remarks>
    public static double ReturningWorkerShare(int day) => Returning[Math.Clamp(day, 1, Returning.Length) - 1];
}
