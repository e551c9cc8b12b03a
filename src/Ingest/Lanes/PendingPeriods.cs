using K3Monitor.Ingest.Measures;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Lanes;

/// <summary>
/// Periods to judge again from the store: those that late samples touched, and those that nobody has judged. The newest first,
/// because somebody may still act on them. Bounded: beyond the bound the oldest leave, counted and told; a period that begins
/// before what the store keeps is never judged again, and counted.
/// </summary>
/// <remarks>Used by one task at a time.</remarks>
internal sealed class PendingPeriods(LaneSet lanes, IngestMeasures measures, WallClock wall, int most = PendingPeriods.Most)
{
    /// <summary>So many periods wait at most; a year of one point has about 1,500.</summary>
    internal const int Most = 100_000;

    /// <summary>One device whose clock was wrong can touch thousands of periods: what comes live must not wait for all of them.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(500);

    private readonly SortedSet<PointPeriod> waiting = new(Comparer<PointPeriod>.Create(ByStart));
    private readonly HashSet<PointPeriod> late = [];

    /// <summary>How many wait.</summary>
    public int Count => waiting.Count;

    /// <summary>How many left because of the bound.</summary>
    public long LeftOut { get; private set; }

    /// <summary>A period that samples touched after it was judged; findings in it are marked as found late.</summary>
    public void AddLate(PointPeriod period)
    {
        if (Add(period))
            late.Add(period);
    }

    /// <summary>A period that nobody has judged.</summary>
    public void AddUnjudged(PointPeriod period) => Add(period);

    /// <inheritdoc cref="AddUnjudged(PointPeriod)"/>
    public void AddUnjudged(IEnumerable<PointPeriod> periods)
    {
        foreach (PointPeriod period in periods)
            Add(period);
    }

    /// <summary>Judges as many as fit into half a second, at least one; the others stay, and so do all when the store goes away.</summary>
    /// <param name="now">The present.</param>
    /// <param name="output">Takes what is found; a period is off the list once it is there.</param>
    /// <param name="stopping">Ends the work.</param>
    public async Task JudgeAsync(Instant now, LaneOutput output, CancellationToken stopping)
    {
        long begun = wall.Time.GetTimestamp();
        Instant kept = lanes.KeptFrom(now);
        while (waiting.Count > 0)
        {
            PointPeriod next = waiting.Max;
            bool isLate = late.Contains(next);
            if (next.Start < kept)
            {
                measures.PeriodLeftOut("retention");
            }
            else if (isLate || !lanes.Covers(next))
            {
                try
                {
                    await lanes.JudgeAgainAsync(next, isLate, now, output, stopping).ConfigureAwait(false);
                }
                catch (TelemetryStoreUnavailableException)
                {
                    return;
                }
            }

            Remove(next);
            if (wall.Time.GetElapsedTime(begun) >= Within)
                return;
        }
    }

    private bool Add(PointPeriod period)
    {
        if (!waiting.Add(period) || waiting.Count <= most)
            return true;
        PointPeriod oldest = waiting.Min;
        Remove(oldest);
        measures.PeriodLeftOut("bound");
        LeftOut++;
        return oldest != period;
    }

    private void Remove(PointPeriod period)
    {
        waiting.Remove(period);
        late.Remove(period);
    }

    private static int ByStart(PointPeriod x, PointPeriod y) => x.Start != y.Start ? x.Start.CompareTo(y.Start) : x.PointId.CompareTo(y.PointId);
}
