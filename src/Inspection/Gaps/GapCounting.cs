using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Gaps.Counting;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Gaps;
using K3Monitor.Store.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Gaps;

/// <summary>Counts a day of a device from what the telemetry store has of it.</summary>
internal sealed class GapCounting(IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, IOwnLife life, LaneOptions lanes, TimeProvider time)
{
    // The longest holes of a channel's day whose cause is looked for; the others have none.
    private const int MostCauses = 5;

    /// <summary>The count; null when the day is no longer kept.</summary>
    public async Task<CountedDevice?> CountAsync(DueDay due, CancellationToken cancellationToken)
    {
        if (await AskAsync(due, cancellationToken).ConfigureAwait(false) is not { } asked)
            return null;
        Instant now = Instant.Now(time);
        OwnOutages own = await life.ReadAsync(cancellationToken).ConfigureAwait(false);
        var day = new CountedDay(new TimeRange(asked.Row.From, asked.Row.To), now, lanes.HoldIntervals, own.Times, Edge(asked.Before?.LastTime, asked.Before?.LastNumber), Edge(asked.After?.FirstTime, asked.After?.FirstNumber));
        var count = new DeviceCount(day);
        foreach (AskedChannel channel in asked.Channels)
        {
            var tally = new ChannelTally();
            await foreach (ChannelSample row in telemetry.ReadAsync(channel.Id, day.Range, cancellationToken).ConfigureAwait(false))
                tally.Add(row);
            if (tally.Rows > 0 || channel.Declared.Count > 0 || channel.IsKept)
                count.Add(channel.Id, channel.Declared, tally);
        }

        IReadOnlyList<CountedChannel> channels = count.Finish();
        await ExplainAsync(asked.SiteId, day, channels, cancellationToken).ConfigureAwait(false);
        return new CountedDevice(asked.Row, due.WaitsFor, now, day.IsOver, count.First, count.Last, channels);
    }

    private static (Instant, long)? Edge(Instant? time, long? number) => time is { } at && number is { } n ? (at, n) : null;

    private async Task<Asked?> AskAsync(DueDay due, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            GapDay? row = await context.GapDays.AsNoTracking().Include(d => d.Channels).FirstOrDefaultAsync(d => d.Id == due.Id, cancellationToken).ConfigureAwait(false);
            if (row is null)
                return null;
            IQueryable<GapDay> others = context.GapDays.AsNoTracking().Where(d => d.DeviceId == row.DeviceId && d.FirstNumber != null);
            GapDay? before = await others.Where(d => d.Day < row.Day).OrderByDescending(d => d.Day).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            GapDay? after = await others.Where(d => d.Day > row.Day).OrderBy(d => d.Day).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            int site = await context.Devices.Where(d => d.Id == row.DeviceId).Select(d => d.SiteId).FirstAsync(cancellationToken).ConfigureAwait(false);
            var channels = await context.Channels.Where(c => c.DeviceId == row.DeviceId).OrderBy(c => c.Id).Select(c => new
            {
                c.Id,
                Assigned = c.Assignments.Where(a => a.From < row.To && a.To > row.From).OrderBy(a => a.From).Select(a => new { a.From, a.To, a.Point.ExpectedIntervalMs }).ToList(),
            }).ToListAsync(cancellationToken).ConfigureAwait(false);
            var range = new TimeRange(row.From, row.To);
            return new Asked(row, site, before, after, [.. channels.Select(c => new AskedChannel(
                c.Id,
                [.. c.Assigned.Where(a => a.ExpectedIntervalMs > 0).Select(a => new Declared(new TimeRange(a.From, a.To).Intersect(range), TimeSpan.FromMilliseconds(a.ExpectedIntervalMs)))],
                row.Channels.Exists(r => r.ChannelId == c.Id)))]);
        }
    }

    /// <summary>What never came by an interval is charged to whoever was silent, as on a chart.</summary>
    private async Task ExplainAsync(int site, CountedDay day, IReadOnlyList<CountedChannel> channels, CancellationToken cancellationToken)
    {
        Neighbours? neighbours = null;
        foreach (CountedChannel channel in channels)
        {
            int asked = 0;
            foreach ((Hole hole, long missing) in channel.Unexplained.OrderByDescending(u => u.Missing))
            {
                GapCause cause = GapCause.Unknown;
                if (asked++ < MostCauses)
                {
                    neighbours ??= await Neighbours.FindAsync(contexts, telemetry, site, day.Range, lanes.HoldIntervals, cancellationToken).ConfigureAwait(false);
                    cause = await neighbours.CauseAsync(channel.ChannelId, hole.Range.Intersect(day.Range), cancellationToken).ConfigureAwait(false);
                }

                channel.Sensor += cause == GapCause.Sensor ? missing : 0;
                channel.Path += cause is GapCause.Path or GapCause.Site ? missing : 0;
                channel.Unknown += cause is GapCause.Unknown or GapCause.Own ? missing : 0;
            }
        }
    }

    private sealed record AskedChannel(int Id, IReadOnlyList<Declared> Declared, bool IsKept);

    private sealed record Asked(GapDay Row, int SiteId, GapDay? Before, GapDay? After, IReadOnlyList<AskedChannel> Channels);
}
