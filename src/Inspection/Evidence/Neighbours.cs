using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Evidence;

/// <summary>A channel of the same site that measured for some point.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="DeviceId">Its device.</param>
/// <param name="During">While it was assigned.</param>
/// <param name="Hold">Time for which one of its samples stands: a shorter silence says nothing.</param>
internal readonly record struct Neighbour(int ChannelId, int DeviceId, TimeRange During, TimeSpan Hold);

/// <summary>Tells the cause of a gap by what else of the site was heard meanwhile.</summary>
internal sealed class Neighbours(ITelemetryStore telemetry, IReadOnlyList<Neighbour> all)
{
    // One channel that was heard is enough; asking all of a large site would cost more than the chart.
    private const int MostAsked = 16;

    /// <summary>The channels of a site that were assigned during a window.</summary>
    public static async Task<Neighbours> FindAsync(
        IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, int siteId, TimeRange window, double holdIntervals, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Assignments.Where(a => a.Channel.Device.SiteId == siteId && a.From < window.End && a.To > window.Start)
                .OrderBy(a => a.Id).Select(a => new { a.ChannelId, a.Channel.DeviceId, a.From, a.To, a.Point.ExpectedIntervalMs }).ToListAsync(cancellationToken).ConfigureAwait(false);
            return new Neighbours(telemetry, [.. rows.Select(r => new Neighbour(
                r.ChannelId, r.DeviceId, new TimeRange(r.From, r.To), TimeSpan.FromMilliseconds(r.ExpectedIntervalMs) * holdIntervals))]);
        }
    }

    /// <summary>The cause of a stretch in which a channel has nothing, our own outages left out; it is itself among them.</summary>
    public async Task<GapCause> CauseAsync(int channelId, TimeRange gap, CancellationToken cancellationToken)
    {
        int? device = all.Where(n => n.ChannelId == channelId).Select(n => (int?)n.DeviceId).FirstOrDefault();
        if (device is null)
            return GapCause.Unknown;
        List<Neighbour> telling = [.. all.Where(n => n.ChannelId != channelId && n.During.Start <= gap.Start && n.During.End >= gap.End && n.Hold <= gap.Duration && !WasRemoved(n, gap))];
        List<Neighbour> siblings = [.. telling.Where(n => n.DeviceId == device).Take(MostAsked)];
        if (await AnyHeardAsync(siblings, gap, cancellationToken).ConfigureAwait(false))
            return GapCause.Sensor;

        // One channel of each other device first, then a second of each.
        List<Neighbour> others = [.. telling.Where(n => n.DeviceId != device).GroupBy(n => n.DeviceId)
            .SelectMany(g => g.Index()).OrderBy(n => n.Index).Select(n => n.Item).Take(MostAsked)];
        if (await AnyHeardAsync(others, gap, cancellationToken).ConfigureAwait(false))
            return GapCause.Path;
        return siblings.Count + others.Count > 0 ? GapCause.Site : GapCause.Unknown;
    }

    private async Task<bool> AnyHeardAsync(IEnumerable<Neighbour> neighbours, TimeRange gap, CancellationToken cancellationToken)
    {
        foreach (Neighbour neighbour in neighbours)
        {
            if ((await telemetry.ReadChartAsync(neighbour.ChannelId, gap, 1, cancellationToken).ConfigureAwait(false)).Count > 0)
                return true;
        }

        return false;
    }

    // Where its samples were removed, that none is there says nothing.
    private bool WasRemoved(Neighbour neighbour, TimeRange gap) =>
        telemetry is IRolledTelemetry rolled && rolled.Removed(neighbour.ChannelId).Meets(gap.Start, gap.End);
}
