using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Evidence;

/// <summary>A channel measured for the point during a part of the window.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="During">The part.</param>
internal readonly record struct ChannelSpan(int ChannelId, TimeRange During);

/// <summary>A point as evidence needs it, and through which channels it was measured in a window.</summary>
internal sealed record PointChannels(int PointId, int SiteId, Quantity Quantity, TimeSpan ExpectedInterval, string ZoneId, IReadOnlyList<ChannelSpan> Spans)
{
    /// <summary>The devices that measured for the point, by key, with all their channels: a device numbers its messages, not its channels.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<int>>> DevicesAsync(
        IDbContextFactory<K3Context> contexts, PointChannels point, CancellationToken cancellationToken)
    {
        int[] measured = [.. point.Spans.Select(s => s.ChannelId).Distinct()];
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Devices.Where(d => d.Channels.Any(c => measured.Contains(c.Id)))
                .Select(d => new { d.Key, Channels = d.Channels.Select(c => c.Id).ToList() }).ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ToDictionary(r => r.Key, r => (IReadOnlyList<int>)r.Channels, StringComparer.Ordinal);
        }
    }

    /// <summary>Null when the point is not in the caller's scope, or its quantity is no longer known.</summary>
    public static async Task<PointChannels?> FindAsync(
        IDbContextFactory<K3Context> contexts, AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var point = await context.Points.Within(scope).Where(p => p.Id == pointId)
                .Select(p => new { p.QuantityId, p.ExpectedIntervalMs, p.Area.SiteId, p.Area.Site.ZoneId }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (point is null || !QuantityCatalogue.TryFind(point.QuantityId, out Quantity? quantity))
                return null;
            var assigned = await context.Assignments.Where(a => a.PointId == pointId && a.From < window.End && a.To > window.Start)
                .OrderBy(a => a.From).ThenBy(a => a.Id).Select(a => new { a.ChannelId, a.From, a.To }).ToListAsync(cancellationToken).ConfigureAwait(false);
            var spans = new List<ChannelSpan>();
            for (int i = 0; i < assigned.Count; i++)
            {
                // Where two overlap the later one takes over, so that no instant is told twice.
                Instant end = i + 1 < assigned.Count ? Instant.Min(assigned[i].To, assigned[i + 1].From) : assigned[i].To;
                TimeRange during = new TimeRange(assigned[i].From, end).Intersect(window);
                if (!during.IsEmpty)
                    spans.Add(new ChannelSpan(assigned[i].ChannelId, during));
            }

            return new PointChannels(pointId, point.SiteId, quantity, TimeSpan.FromMilliseconds(point.ExpectedIntervalMs), point.ZoneId, spans);
        }
    }
}
