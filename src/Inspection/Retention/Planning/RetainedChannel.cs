using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention.Planning;

/// <summary>A channel as retention sees it: for which points it measured when.</summary>
internal sealed record RetainedChannel(int ChannelId, IReadOnlyList<RetainedAssignment> Assignments)
{
    /// <summary>The assignments that meet a day.</summary>
    public IEnumerable<RetainedAssignment> On(DateOnly day)
    {
        TimeRange range = UtcDay.Range(day);
        return Assignments.Where(a => !a.During.Intersect(range).IsEmpty);
    }

    /// <summary>How it is rolled up.</summary>
    public ChannelRule Rule(double holdIntervals) => new(
        ChannelId,
        [.. Assignments.Select(a => new HoldSpan(a.During, a.Interval * holdIntervals))],
        Assignments.Any(a => QuantityCatalogue.TryFind(a.QuantityId, out Quantity? quantity) && quantity.Averaging == Averaging.Energy));

    /// <summary>What holds its samples of a day; null when nothing does.</summary>
    public HeldSpan? HeldOn(DateOnly day, ILookup<int, HeldSpan> held)
    {
        TimeRange range = UtcDay.Range(day);
        foreach (RetainedAssignment assignment in On(day))
        {
            // The day is removed whole, so a hold on any part of it that the channel measured keeps it.
            foreach (HeldSpan span in held[assignment.PointId])
            {
                if (!span.Range.Intersect(range).Intersect(assignment.During).IsEmpty)
                    return span;
            }
        }

        return null;
    }

    /// <summary>Every channel that was ever assigned.</summary>
    public static async Task<IReadOnlyDictionary<int, RetainedChannel>> AllAsync(K3Context context, CancellationToken cancellationToken)
    {
        var rows = await context.Assignments.AsNoTracking().OrderBy(a => a.ChannelId).ThenBy(a => a.From).ThenBy(a => a.Id)
            .Select(a => new { a.ChannelId, a.PointId, a.From, a.To, a.Point.QuantityId, a.Point.ExpectedIntervalMs }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.GroupBy(r => r.ChannelId).ToDictionary(g => g.Key, g => new RetainedChannel(
            g.Key, [.. g.Select(r => new RetainedAssignment(r.PointId, new TimeRange(r.From, r.To), r.QuantityId, TimeSpan.FromMilliseconds(r.ExpectedIntervalMs)))]));
    }
}

/// <summary>A channel measured for a point during a time.</summary>
internal readonly record struct RetainedAssignment(int PointId, TimeRange During, string QuantityId, TimeSpan Interval);
