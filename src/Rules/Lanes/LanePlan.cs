using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>What the rules need to know of an area.</summary>
/// <param name="Shifts">The shifts and the zone.</param>
/// <param name="Workload">Workload class, where it is known.</param>
/// <param name="WorkSharePercent">Share of work in each hour, 0–100, where it is known.</param>
/// <param name="ConfinedSpace">Whether it is a confined space.</param>
/// <param name="Jurisdiction">ISO 3166 code of the country whose law holds; null judges by every pack that is given.</param>
public sealed record AreaPlan(
    ShiftPlan Shifts, Workload? Workload = null, double? WorkSharePercent = null, bool ConfinedSpace = false, string? Jurisdiction = null)
{
    /// <summary>What kind of place it is.</summary>
    public PlaceNature Nature { get; init; } = new();
}

/// <summary>What kind of place an area is, as far as a limit asks.</summary>
/// <param name="Office">Whether it is a room such as an office, in which the limits of indoor air hold.</param>
/// <param name="Outdoor">Whether the work is outdoors; null where nobody has said.</param>
/// <param name="LightingClass">Class of light that the work needs, 1–8 of the Indonesian table; null where nobody has said.</param>
public sealed record PlaceNature(bool Office = false, bool? Outdoor = null, int? LightingClass = null);

/// <summary>What the rules need to know of a measurement point.</summary>
/// <param name="PointId">Its key.</param>
/// <param name="Quantity">What is measured there.</param>
/// <param name="Area">Where.</param>
/// <param name="ExpectedInterval">Time between samples as declared; a sample stands for at most <see cref="LaneOptions.HoldIntervals"/> times this.</param>
/// <param name="RangeMax">Top of the instrument's range in the canonical unit, for the upper bound; null when unknown.</param>
public sealed record PointPlan(int PointId, Quantity Quantity, AreaPlan Area, TimeSpan ExpectedInterval, double? RangeMax = null)
{
    /// <summary>
    /// The point that tells for which share of the time the tool or seat is in use; only for vibration, null where there is none. Its samples
    /// are given to this point too, marked <see cref="SampleFlags.UseSignal"/>.
    /// </summary>
    public int? UsePointId { get; init; }

    /// <summary>Time between samples of the use signal; a sample of it stands for at most as many of these as one of the point's own.</summary>
    public TimeSpan? UseInterval { get; init; }

    /// <summary>Frequency of the source of a field or of radio waves, hertz; null where nobody has said.</summary>
    public double? FrequencyHertz { get; init; }
}

/// <summary>How a lane treats time. All bounds are part of the published method.</summary>
public sealed record LaneOptions
{
    /// <summary>How far behind a point's newest sample another may lie and still be folded in place. Default 15 min.</summary>
    public TimeSpan LatenessBound { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A sample stands for at most this many expected intervals; after that there is a gap. Default 3.</summary>
    public double HoldIntervals { get; init; } = 3;

    /// <summary>Two stretches in breach of a single-reading limit closer than this are one occurrence. Default 60 s.</summary>
    public TimeSpan MergeWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>While a breach lasts its finding is sent again at most this often, in event time. Default 60 s.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>All that a lane is built from.</summary>
/// <param name="Points">The points of one site.</param>
/// <param name="Packs">The packs that may apply; each point takes the limits that fit it on the day.</param>
/// <param name="Options">How time is treated.</param>
public sealed record LanePlan(IReadOnlyList<PointPlan> Points, IReadOnlyList<RulePack> Packs, LaneOptions Options)
{
    /// <summary>
    /// When this product itself could not receive. Such time is missing like any other, and never counts as silence of the factory.
    /// A lane is built anew when it changes.
    /// </summary>
    public TimeRangeSet OwnOutages { get; init; } = TimeRangeSet.Empty;
}

/// <summary>What became of a sample that was given to a lane.</summary>
public enum SampleOutcome
{
    /// <summary>Folded in.</summary>
    Applied,

    /// <summary>
    /// The same instant, number and value were there already. Marks that differ are joined (<see cref="SampleCopies"/>), and what
    /// they change is folded again.
    /// </summary>
    Duplicate,

    /// <summary>
    /// The same instant and number with another value. All of them are folded in, marked <see cref="SampleFlags.Conflict"/>: each is
    /// a reading, and the highest stands for the time until the next sample.
    /// </summary>
    Conflict,

    /// <summary>Older than the lateness bound: the period must be judged again from the store.</summary>
    TooLate,

    /// <summary>The lane has no such point.</summary>
    UnknownPoint,
}

/// <summary>What a lane gives out.</summary>
public interface ILaneSink
{
    /// <summary>A breach began, changed, ceased, or was withdrawn.</summary>
    void Changed(Finding finding);

    /// <summary>A period is over and past the lateness bound: the verdict of each limit, exceeded or not.</summary>
    void Concluded(Verdict verdict);
}
