using K3Monitor.Inspection.Verdicts;
using K3Monitor.Measurements;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.App.Evaluation.Rejudging;

/// <summary>How a verdict that was judged again differs from the one in the record.</summary>
internal enum RejudgedDifference
{
    /// <summary>The record has no verdict of that limit and period.</summary>
    NotRecorded,

    /// <summary>The record has one, and judging again gives none.</summary>
    OnlyRecorded,

    /// <summary>Another of the three outcomes.</summary>
    Outcome,

    /// <summary>The same outcome on another figure, coverage or reason.</summary>
    Figure,
}

/// <summary>One difference.</summary>
/// <param name="Site">Slug of the site.</param>
/// <param name="PointId">The point.</param>
/// <param name="LimitId">The limit.</param>
/// <param name="PeriodStart">Start of the period.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Recorded">What the record says; null where it says nothing.</param>
/// <param name="Again">What judging again says; null where it says nothing.</param>
internal sealed record VerdictDifference(
    string Site, int PointId, string LimitId, Instant PeriodStart, RejudgedDifference Kind, RecordedVerdict? Recorded, Verdict? Again);

/// <summary>What judging again came to.</summary>
/// <param name="Differences">By site, point, period and limit.</param>
/// <param name="Points">How many points were judged.</param>
/// <param name="Verdicts">How many verdicts judging again gave.</param>
/// <param name="Same">How many of them stand in the record alike.</param>
/// <param name="Samples">How many samples were read.</param>
internal sealed record Rejudgement(IReadOnlyList<VerdictDifference> Differences, int Points, long Verdicts, long Same, long Samples);
