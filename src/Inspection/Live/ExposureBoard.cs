using System.Collections.Concurrent;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Inspection.Live;

/// <summary>The exposures of a point as its lane last computed them.</summary>
/// <param name="PointId">The point.</param>
/// <param name="Verdicts">Every limit in force in the running period, with the verdict so far.</param>
/// <param name="AsOf">When it was computed (plant time).</param>
public sealed record CurrentExposures(int PointId, IReadOnlyList<Verdict> Verdicts, Instant AsOf)
{
    /// <summary>What becomes of those that gather over time, at the present level; at most half a minute old.</summary>
    public IReadOnlyList<Forecast> Forecasts { get; init; } = [];

    /// <summary>What becomes of one limit; null where there is no forecast.</summary>
    public Forecast? ForecastOf(Limit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return Forecasts.FirstOrDefault(f => f.Limit.Id == limit.Id && f.Limit.Edition == limit.Edition);
    }
}

/// <summary>The running exposures of every point: dose so far, worst 15 minutes so far. Lanes write it, pages read it.</summary>
/// <remarks>Safe from any thread. Bounded: one entry a point.</remarks>
public sealed class ExposureBoard
{
    private readonly ConcurrentDictionary<int, CurrentExposures> points = new();

    /// <summary>Puts up the exposures of a point in place of the former ones.</summary>
    public void Publish(CurrentExposures exposures)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        points[exposures.PointId] = exposures;
    }

    /// <summary>The exposures of a point; null when no lane has computed any since the start.</summary>
    public CurrentExposures? Of(int pointId) => points.GetValueOrDefault(pointId);
}
