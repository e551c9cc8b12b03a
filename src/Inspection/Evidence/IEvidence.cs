using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Inspection.Evidence;

/// <summary>A stretch without usable data on a chart.</summary>
/// <param name="Range">From the end of the time the last sample stands for to the next sample; cut where our own outages begin and end.</param>
/// <param name="Cause">Why, as far as it can be told.</param>
public readonly record struct Gap(TimeRange Range, GapCause Cause = GapCause.Unknown);

/// <summary>The measurements of a point over a window, ready to be drawn, with nothing smoothed away.</summary>
/// <param name="PointId">The point.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Window">The window.</param>
/// <param name="Slices">Smallest and largest sample of each slice.</param>
/// <param name="Gaps">Where there are none.</param>
/// <param name="ZoneId">The site's IANA zone.</param>
public sealed record PointChart(int PointId, string Unit, TimeRange Window, IReadOnlyList<ChartSlice> Slices, IReadOnlyList<Gap> Gaps, string ZoneId)
{
    /// <summary>Stretches whose samples were removed by the rule of retention, with what was rolled up of them. Slices and gaps tell nothing there.</summary>
    public IReadOnlyList<RolledStretch> RolledUp { get; init; } = [];
}

/// <summary>Reads what was measured at a point, through whichever channels were assigned to it at the time.</summary>
public interface IEvidence
{
    /// <summary>A chart of at most <paramref name="slices"/> slices (1–5,000); null when the point is not in the caller's scope.</summary>
    Task<PointChart?> ChartAsync(AccessScope scope, int pointId, TimeRange window, int slices, CancellationToken cancellationToken);

    /// <summary>
    /// What the device's numbers say of its messages in a window of at most 26 h, for each device that measured for the point then, by
    /// the device's key; null when the point is not in the caller's scope.
    /// </summary>
    Task<IReadOnlyDictionary<string, DeviceNumbers>?> NumbersAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken);

    /// <summary>When samples of a point in a window were removed by the rule of retention; empty when none were, or the point is not in scope.</summary>
    Task<IReadOnlyList<TimeRange>> RemovedAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken);

    /// <summary>Raw samples of a point in time order, for export and re-judging; empty when not in scope.</summary>
    IAsyncEnumerable<Sample> SamplesAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken);
}
