namespace K3Monitor.Rules.Formulas;

/// <summary>The edges of some Singapore rules, each with the operator the text uses.</summary>
/// <remarks>
/// For the calculator. Verdicts on samples come from rule packs, which carry the dates in force. Null means cannot
/// tell: a part is missing and the known part alone does not decide. Pure.
/// </remarks>
public static class SingaporeRules
{
    /// <summary>Excessive noise: more than 85 dB(A) over 8 h, or a peak of more than 140 dB(C).</summary>
    /// <param name="level8h">L_Aeq,8h in dB(A); null when unknown.</param>
    /// <param name="peak">L_Cpeak in dB(C); null when unknown.</param>
    /// <remarks>WSH (Noise) Regulations 2011, reg. 2(2).</remarks>
    public static bool? ExcessiveNoise(double? level8h, double? peak) => Any(level8h is { } l ? l > 85 : null, peak is { } p ? p > 140 : null);

    /// <summary>Oxygen outside 19.5 to 23.5 % by volume, the ends being safe.</summary>
    /// <param name="percent">% by volume; null when unknown.</param>
    /// <remarks>WSH (Confined Spaces) Regulations 2009, reg. 2.</remarks>
    public static bool? UnsafeOxygen(double? percent) => percent is { } o ? o is < 19.5 or > 23.5 : null;

    /// <summary>Flammable gas at 10 % of the lower explosive limit or more.</summary>
    /// <param name="percentLel">% LEL; null when unknown.</param>
    /// <remarks>WSH (Confined Spaces) Regulations 2009, reg. 2.</remarks>
    public static bool? UnsafeFlammable(double? percentLel) => percentLel is { } f ? f >= 10 : null;

    /// <summary>A toxic agent over its permissible exposure level; at the level is within.</summary>
    /// <param name="ratio">Concentration over the level; null when unknown.</param>
    /// <remarks>WSH (Confined Spaces) Regulations 2009, reg. 2.</remarks>
    public static bool? UnsafeToxic(double? ratio) => ratio is { } t ? t > 1 : null;

    /// <summary>Whether any part is true; false only when every part is known to be false.</summary>
    /// <param name="parts">True, false, or null for unknown.</param>
    public static bool? Any(params ReadOnlySpan<bool?> parts)
    {
        bool? all = false;
        foreach (bool? part in parts)
        {
            if (part == true)
                return true;
            all = part is null ? null : all;
        }
        return all;
    }

    /// <summary>
    /// Minutes of rest in the hour that outdoor work needs: none below 32.0 °C; light work 5 to 10 and heavy 10 up to
    /// 33.0 °C, then 10 and 15.
    /// </summary>
    /// <param name="wbgt">The reading in °C, never rounded up.</param>
    /// <param name="heavy">Heavy physical activity.</param>
    /// <remarks>Ministry of Manpower, heat stress measures for outdoor work. Only 10 min for heavy work at 32 °C is a stated minimum.</remarks>
    public static (double Least, double Most) RestMinutesPerHour(double wbgt, bool heavy) => (wbgt, heavy) switch
    {
        ( < 32, _) => (0, 0),
        ( < 33, false) => (5, 10),
        ( < 33, true) => (10, 10),
        (_, false) => (10, 10),
        (_, true) => (15, 15),
    };

    /// <summary>Months in which no work passes are issued: 3 from 25 points, 6 from 50, 12 from 75, 24 from 100.</summary>
    /// <param name="points">Demerit points gathered in 18 months, 0 or more.</param>
    /// <remarks>Ministry of Manpower, revised demerit points system. From 125 points renewals are refused as well.</remarks>
    public static int DebarmentMonths(double points) => points switch
    {
        >= 100 => 24,
        >= 75 => 12,
        >= 50 => 6,
        >= 25 => 3,
        _ => 0,
    };

    /// <summary>Whether renewals are refused too.</summary>
    /// <param name="points">Demerit points gathered in 18 months.</param>
    public static bool RenewalRefused(double points) => points >= 125;
}
