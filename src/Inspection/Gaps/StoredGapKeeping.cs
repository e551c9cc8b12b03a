using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Gaps;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Gaps;

/// <summary>The gap ledger as the relational store keeps it.</summary>
internal sealed class StoredGapKeeping(
    IDbContextFactory<K3Context> contexts, RelationalWriter writer, GapCounting counting, GapOptions options, TimeProvider time) : IGapKeeping
{
    private const int MostDue = 200;

    /// <summary>Days that went by while nobody kept the ledger are opened so far back.</summary>
    private const int DaysBack = 31;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);
    private readonly Dictionary<int, TimeZoneInfo> zones = [];
    private readonly Dictionary<int, DateOnly> opened = [];

    /// <inheritdoc />
    public Task<long> BeginAsync(long journalEnd, CancellationToken cancellationToken) => writer.WriteAsync(
        async (context, token) =>
        {
            GapProgress progress = await GapNotes.ProgressAsync(context, token).ConfigureAwait(false);
            progress.Position = Math.Min(progress.Position, journalEnd);
            return progress.Position;
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<TimeZoneInfo?> ZoneAsync(int siteId, CancellationToken cancellationToken)
    {
        lock (zones)
        {
            if (zones.TryGetValue(siteId, out TimeZoneInfo? known))
                return known;
        }

        await LoadZonesAsync(cancellationToken).ConfigureAwait(false);
        lock (zones)
            return zones.GetValueOrDefault(siteId);
    }

    /// <inheritdoc />
    public Task NoteAsync(IReadOnlyDictionary<ChannelDay, long> arrived, long position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        Dictionary<int, TimeZoneInfo> known;
        lock (zones)
            known = new Dictionary<int, TimeZoneInfo>(zones);
        return writer.WriteAsync((context, token) => GapNotes.WriteAsync(context, arrived, known, position, token), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<DueDay>> DueAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        Instant now = Instant.Now(time);
        (Instant over, Instant again, Instant refresh) = (now - options.Settling, now - AgainAfter, now - options.RefreshEvery);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.GapDays.AsNoTracking()
                .Where(d => (!d.Closed && (d.To <= over || d.AsOf <= refresh)) || (d.AsOf <= again && (d.Closed ? d.WaitsFor != null : d.WaitsFor == GapNotes.ByNeighbour)))
                .OrderBy(d => d.AsOf).ThenBy(d => d.Id).Take(MostDue)
                .Select(d => new DueDay(d.Id, d.WaitsFor)).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task CountAsync(DueDay due, CancellationToken cancellationToken)
    {
        if (await counting.CountAsync(due, cancellationToken).ConfigureAwait(false) is { } counted)
            await writer.WriteAsync((context, token) => counted.WriteAsync(context, token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        DateOnly oldest = DateOnly.FromDateTime(Instant.Now(time).ToDateTimeOffset().UtcDateTime).AddDays(-options.KeepDays);
        await writer.WriteAsync((context, token) => context.GapDays.Where(d => d.Day < oldest).ExecuteDeleteAsync(token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A channel that is to measure and says nothing touches no day: once a day of its site its days are opened for it.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await LoadZonesAsync(cancellationToken).ConfigureAwait(false);
        Instant now = Instant.Now(time);
        List<(int Site, TimeZoneInfo Zone, DateOnly Today)> sites;
        lock (zones)
            sites = [.. zones.Select(z => (z.Key, z.Value, SiteDay.At(now, z.Value).Day)).Where(s => opened.GetValueOrDefault(s.Key) != s.Day)];
        foreach ((int site, TimeZoneInfo zone, DateOnly today) in sites)
        {
            await writer.WriteAsync((context, token) => OpenAsync(context, site, zone, today, token), cancellationToken).ConfigureAwait(false);
            opened[site] = today;
        }
    }

    private static async Task OpenAsync(K3Context context, int site, TimeZoneInfo zone, DateOnly today, CancellationToken cancellationToken)
    {
        DateOnly from = today.AddDays(-DaysBack);
        SiteDay first = SiteDay.Of(from, zone);
        Instant end = SiteDay.Of(today, zone).Range.End;
        var assigned = await context.Assignments.Where(a => a.Channel.Device.SiteId == site && a.From < end && a.To > first.Range.Start)
            .Select(a => new { a.Channel.DeviceId, a.From, a.To }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var there = (await context.GapDays.Where(d => d.Device.SiteId == site && d.Day >= from).Select(d => new { d.DeviceId, d.Day })
            .ToListAsync(cancellationToken).ConfigureAwait(false)).Select(d => (d.DeviceId, d.Day)).ToHashSet();

        // Before the ledger began there is nothing to make up for.
        DateOnly begun = await context.GapDays.Where(d => d.Device.SiteId == site).OrderBy(d => d.Day).Select(d => (DateOnly?)d.Day)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? today;
        for (DateOnly day = from > begun ? from : begun; day <= today; day = day.AddDays(1))
        {
            SiteDay whole = SiteDay.Of(day, zone);
            foreach (int device in assigned.Where(a => a.From < whole.Range.End && a.To > whole.Range.Start).Select(a => a.DeviceId).Distinct())
            {
                if (there.Add((device, day)))
                    context.GapDays.Add(GapNotes.New(device, whole, GapNotes.ByNeighbour));
            }
        }
    }

    private async Task LoadZonesAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Sites.Select(s => new { s.Id, s.ZoneId }).ToListAsync(cancellationToken).ConfigureAwait(false);
            lock (zones)
            {
                foreach (var row in rows)
                    zones[row.Id] = TimeZoneInfo.TryFindSystemTimeZoneById(row.ZoneId, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;
            }
        }
    }
}
