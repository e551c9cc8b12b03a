using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits;

/// <summary>How a limit is compared with what was measured. Kinds are never mixed: each has its own arithmetic.</summary>
public enum LimitKind
{
    /// <summary>Noise dose of a shift in percent, by criterion level and exchange rate.</summary>
    Dose,

    /// <summary>Time-weighted average of a shift over a fixed divisor (NAB).</summary>
    TimeWeightedAverage,

    /// <summary>Mean over the worst rolling short window (PSD).</summary>
    ShortTerm,

    /// <summary>Every single reading; no averaging (KTD, peak).</summary>
    Ceiling,

    /// <summary>Every single reading must lie between two ends; the ends themselves are allowed.</summary>
    Range,

    /// <summary>Rolling hourly mean of the wet bulb globe temperature, by workload and work share (ISBB).</summary>
    HeatHourly,

    /// <summary>A duty to have data: no sample for longer than the grace, while a shift runs. Our own, not the law's.</summary>
    DataDuty,
}

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
public sealed record AreaConditions(Workload? Workload = null, double? WorkShareFrom = null, double? WorkShareTo = null, bool? ConfinedSpace = null);

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

/// <summary>One limit of one instrument: what must not be passed, how it is averaged, and where it is written.</summary>
/// <remarks>Immutable. Never edited to silence an alarm: alarm set points are another thing.</remarks>
public sealed record Limit
{
    /// <summary>Unique within all packs: <c>pack id + "/" + own id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The edition it belongs to; together with <see cref="Id"/> it identifies the rule that was applied.</summary>
    public required string Edition { get; init; }

    /// <summary>Identifier of the pack.</summary>
    public required string PackId { get; init; }

    /// <summary>Name on pages.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The instrument, as it is cited: <c>Permenaker 5/2018</c>.</summary>
    public required string Instrument { get; init; }

    /// <summary>Article or annex, as far as it is known.</summary>
    public required LocalText Article { get; init; }

    /// <summary>Kind of comparison.</summary>
    public required LimitKind Kind { get; init; }

    /// <summary>What is measured; null (any quantity) only for <see cref="LimitKind.DataDuty"/>.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>
    /// The upper value in <see cref="Unit"/>: the canonical unit of the quantity, percent for a dose, minutes for a
    /// data duty. Null where there is only a lower end, or where the pattern of work itself is not permitted.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>The lower end of a range, in <see cref="Unit"/>.</summary>
    public double? LowerValue { get; init; }

    /// <summary>Symbol of the unit of both values.</summary>
    public required string Unit { get; init; }

    /// <summary>Which side is a breach.</summary>
    public Comparison Comparison { get; init; }

    /// <summary>
    /// Length of the averaging: the divisor of a time-weighted average, the window of a short-term or hourly mean.
    /// Zero for single readings.
    /// </summary>
    public TimeSpan AveragingTime { get; init; }

    /// <summary>Dose parameters, for <see cref="LimitKind.Dose"/> only.</summary>
    public DoseParameters? Dose { get; init; }

    /// <summary>Share of the window (0–1) that must be covered by good data before <i>within</i> may be said.</summary>
    public double MinimumCoverage { get; init; }

    /// <summary>Where it holds.</summary>
    public AreaConditions Applies { get; init; } = new();

    /// <summary>The table has a dash: this work at this load is itself the breach.</summary>
    public bool PatternNotPermitted { get; init; }

    /// <summary>How grave a breach is.</summary>
    public Severity Severity { get; init; }

    /// <summary>What to do, in the order of the hierarchy of control.</summary>
    public IReadOnlyList<LocalText> Advice { get; init; } = [];

    /// <summary>Whether it has been verified against the gazette.</summary>
    public Verification Verification { get; init; } = new();

    /// <summary>Where the figure was read.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the figure is: high, medium or low.</summary>
    public required string Confidence { get; init; }
}
