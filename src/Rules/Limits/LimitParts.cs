using System.Globalization;

namespace K3Monitor.Rules.Limits;

/// <summary>Which side of a limit is a breach.</summary>
public enum Comparison
{
    /// <summary>Above the value breaches; the value itself does not.</summary>
    Above,

    /// <summary>The value itself breaches already.</summary>
    AtOrAbove,
}

/// <summary>How grave a breach is.</summary>
public enum Severity
{
    /// <summary>Worth knowing (<i>rendah</i>).</summary>
    Low,

    /// <summary>Harm over time (<i>sedang</i>).</summary>
    Medium,

    /// <summary>Harm likely (<i>tinggi</i>).</summary>
    High,

    /// <summary>Danger to life at once (<i>kritis</i>).</summary>
    Critical,
}

/// <summary>Workload classes of the Indonesian heat table.</summary>
public enum Workload
{
    /// <summary>Ringan: 100–200 kcal/h.</summary>
    Light,

    /// <summary>Sedang: above 200–350 kcal/h.</summary>
    Moderate,

    /// <summary>Berat: above 350–500 kcal/h.</summary>
    Heavy,

    /// <summary>Sangat berat: above 500 kcal/h.</summary>
    VeryHeavy,
}

/// <summary>Where a limit holds; a null member does not restrict.</summary>
/// <param name="Workload">Only at this workload.</param>
/// <param name="WorkShareFrom">Only where the share of work in an hour is above this, in percent.</param>
/// <param name="WorkShareTo">Only where the share of work in an hour is at most this, in percent.</param>
/// <param name="ConfinedSpace">Only inside (true) or outside (false) confined spaces.</param>
/// <param name="Office">Only in rooms such as offices (true) or outside them (false).</param>
/// <param name="Outdoor">Only outdoors (true) or indoors (false).</param>
/// <param name="LightingClass">Only for work that needs light of this class, 1–8 of the Indonesian table.</param>
public sealed record AreaConditions(
    Workload? Workload = null, double? WorkShareFrom = null, double? WorkShareTo = null, bool? ConfinedSpace = null,
    bool? Office = null, bool? Outdoor = null, int? LightingClass = null);

/// <summary>Parameters of a noise dose.</summary>
/// <param name="CriterionLevel">Level that makes 100 % in the reference duration, dB(A).</param>
/// <param name="ExchangeRate">Decibels that halve the permitted time; 3 is equal energy.</param>
/// <param name="ReferenceDuration">The reference duration, 8 h.</param>
/// <param name="Threshold">Levels below count as nothing, dB(A); null for none.</param>
public sealed record DoseParameters(double CriterionLevel, double ExchangeRate, TimeSpan ReferenceDuration, double? Threshold = null);

/// <summary>Whether a person has held the figure against the gazette.</summary>
/// <param name="VerifiedBy">Who; null means unverified.</param>
/// <param name="VerifiedOn">When.</param>
/// <param name="Against">What it was held against.</param>
public sealed record Verification(string? VerifiedBy = null, DateOnly? VerifiedOn = null, string? Against = null)
{
    /// <summary>Whether anybody has verified it.</summary>
    public bool IsVerified => VerifiedBy is not null;
}

/// <summary>A text in both languages of the product.</summary>
/// <param name="Id">Indonesian.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Id, string En);

/// <summary>A span of time within a day.</summary>
/// <param name="From">Not less than this; null for from nothing on.</param>
/// <param name="To">Up to this.</param>
public sealed record DailyTime(TimeSpan? From, TimeSpan To);

/// <summary>A band of frequencies.</summary>
/// <param name="FromHertz">From, in hertz.</param>
/// <param name="ToHertz">To, in hertz.</param>
public sealed record FrequencyBand(double FromHertz, double ToHertz)
{
    private static readonly (string Unit, double Hertz)[] Units = [("kHz", 1e3), ("MHz", 1e6), ("GHz", 1e9), ("Hz", 1)];

    /// <summary>A frequency written <c>50Hz</c>, <c>30kHz</c>, <c>13.56MHz</c> or <c>3GHz</c>, in hertz; null for any other text.</summary>
    /// <param name="text">The text.</param>
    public static double? ReadHertz(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string unit, double hertz) = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        return unit is not null && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? number * hertz
            : null;
    }
}

/// <summary>Metabolic rates that a workload class stands for.</summary>
/// <param name="From">From, in kcal/h.</param>
/// <param name="To">To, in kcal/h; null where the class has no upper end.</param>
public sealed record MetabolicRate(double From, double? To);

/// <summary>A value in a unit.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">Symbol of the unit.</param>
public sealed record FigureInUnit(double Value, string Unit);
