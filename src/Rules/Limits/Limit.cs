using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits;

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

    /// <summary>First local day on which it holds.</summary>
    public DateOnly InForceFrom { get; init; } = DateOnly.MinValue;

    /// <summary>First local day on which it no longer holds; null while it does.</summary>
    public DateOnly? InForceTo { get; init; }

    /// <summary>What is measured; null (any quantity) only for <see cref="LimitKind.DataDuty"/>.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>CAS registry number of the agent, where it is one substance.</summary>
    public string? Cas { get; init; }

    /// <summary>Notations of the table, as <c>skin</c>, <c>A1</c> or <c>IPB</c> (a biological index exists).</summary>
    public IReadOnlyList<string> Notation { get; init; } = [];

    /// <summary>Target effect whose agents are summed as a mixture; null where it is not known.</summary>
    public string? MixtureGroup { get; init; }

    /// <summary>
    /// The upper value in <see cref="Unit"/>: the canonical unit of the quantity, percent for a dose, minutes for a
    /// data duty. Null where there is only a lower end, or where the pattern of work itself is not permitted.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>The lower end of a range, in <see cref="Unit"/>.</summary>
    public double? LowerValue { get; init; }

    /// <summary>Symbol of the unit of both values.</summary>
    public required string Unit { get; init; }

    /// <summary>The same value as the table prints it beside, in another unit.</summary>
    public FigureInUnit? Equivalent { get; init; }

    /// <summary>Where the value depends on a frequency: how it is computed, as text.</summary>
    public string? Formula { get; init; }

    /// <summary>The instrument is believed to limit this, but no figure was found.</summary>
    public bool FigureNotFound { get; init; }

    /// <summary>Which side is a breach.</summary>
    public Comparison Comparison { get; init; }

    /// <summary>
    /// Length of the averaging: the divisor of a time-weighted average, the window of a short-term or hourly mean.
    /// Zero for single readings.
    /// </summary>
    public TimeSpan AveragingTime { get; init; }

    /// <summary>
    /// Whether a time-weighted average divides by the length of the shift instead of by <see cref="AveragingTime"/>.
    /// </summary>
    public bool DividesByShift { get; init; }

    /// <summary>Time of exposure a day for which the value holds, for <see cref="LimitKind.PermittedDuration"/> and <see cref="LimitKind.MaximumPeak"/>.</summary>
    public DailyTime? DailyTime { get; init; }

    /// <summary>
    /// For <see cref="LimitKind.MaximumPeak"/>: the acceptable ceiling, in <see cref="Unit"/>; the time above it counts.
    /// </summary>
    public double? CountsAbove { get; init; }

    /// <summary>Frequencies for which the value holds.</summary>
    public FrequencyBand? Frequency { get; init; }

    /// <summary>Rest in each hour, for <see cref="LimitKind.RestDuty"/>.</summary>
    public TimeSpan? RestPerHour { get; init; }

    /// <summary>Dose parameters, for <see cref="LimitKind.Dose"/> only.</summary>
    public DoseParameters? Dose { get; init; }

    /// <summary>Share of the window (0–1) that must be covered by good data before <i>within</i> may be said.</summary>
    public double MinimumCoverage { get; init; }

    /// <summary>Where it holds.</summary>
    public AreaConditions Applies { get; init; } = new();

    /// <summary>What the workload class in <see cref="Applies"/> stands for.</summary>
    public MetabolicRate? MetabolicRate { get; init; }

    /// <summary>The table has a dash: this work at this load is itself the breach.</summary>
    public bool PatternNotPermitted { get; init; }

    /// <summary>Why it is not judged automatically; null where it is.</summary>
    public LocalText? NotJudged { get; init; }

    /// <summary>How grave a breach is.</summary>
    public Severity Severity { get; init; }

    /// <summary>What to do, in the order of the hierarchy of control.</summary>
    public IReadOnlyList<LocalText> Advice { get; init; } = [];

    /// <summary>Whether it has been verified against the gazette.</summary>
    public Verification Verification { get; init; } = new();

    /// <summary>Where the figure was read.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the figure is: high, medium or low; none where there is no figure.</summary>
    public required string Confidence { get; init; }

    /// <summary>What else the table, or who read it, says of it.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it holds on that local day.</summary>
    public bool IsInForceOn(DateOnly day) => day >= InForceFrom && (InForceTo is not { } to || day < to);
}
