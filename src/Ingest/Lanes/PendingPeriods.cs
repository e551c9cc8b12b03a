using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Lanes;

/// <summary>
/// Periods to judge again from the store: those that late or imported samples touched, and those that nobody had judged
/// before this start. Bounded by the periods that the samples of the journal lie in.
/// </summary>
/// <remarks>Used by one task at a time; the count may be read from any.</remarks>
internal sealed class PendingPeriods(LaneSet lanes, WallClock wall)
{
    /// <summary>An imported year has a thousand periods: what comes live must not wait for all of them.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(500);
    private const int AtOnce = 16;
    private readonly HashSet<PointPeriod> late = [];
    private readonly HashSet<PointPeriod> unjudged = [];

    public int Count => late.Count + unjudged.Count;

    /// <summary>A period that samples touched after it was judged; findings in it are marked as found late.</summary>
    public void AddLate(PointPeriod period) => late.Add(period);

    /// <summary>A period that nobody had judged.</summary>
    public void AddUnjudged(PointPeriod period) => unjudged.Add(period);

    /// <inheritdoc cref="AddUnjudged(PointPeriod)" />
    public void AddUnjudged(IEnumerable<PointPeriod> periods) => unjudged.UnionWith(periods);

    /// <summary>Judges as many as fit into half a second; the others stay.</summary>
    /// <param name="now">The present.</param>
    /// <param name="output">Takes the findings.</param>
    /// <param name="apply">Applies what was found; what it was called for is done when it ends.</param>
    /// <param name="stopping">Ends the work.</param>
    public async Task JudgeAsync(Instant now, LaneOutput output, Func<CancellationToken, Task> apply, CancellationToken stopping)
    {
        long begun = wall.Time.GetTimestamp();
        if (await JudgeAsync(unjudged, foundLate: false, now, begun, output, apply, stopping).ConfigureAwait(false))
            await JudgeAsync(late, foundLate: true, now, begun, output, apply, stopping).ConfigureAwait(false);
    }

    private async Task<bool> JudgeAsync(
        HashSet<PointPeriod> periods, bool foundLate, Instant now, long begun, LaneOutput output, Func<CancellationToken, Task> apply, CancellationToken stopping)
    {
        foreach (PointPeriod[] some in periods.ToArray().Chunk(AtOnce))
        {
            if (wall.Time.GetElapsedTime(begun) >= Within)
                return false;
            try
            {
                await lanes.JudgeAgainAsync(some, foundLate, now, output, stopping).ConfigureAwait(false);
            }
            catch (TelemetryStoreUnavailableException)
            {
                return false;
            }

            await apply(stopping).ConfigureAwait(false);
            periods.ExceptWith(some);
        }

        return true;
    }
}
