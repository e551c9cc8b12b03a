using System.Globalization;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Gaps;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Gaps;

/// <summary>Reads the gap ledger from the relational store.</summary>
internal sealed class StoredGaps(IDbContextFactory<K3Context> contexts, TimeProvider time) : IGaps
{
    private const int LargestPage = 200;
    private const int RowsAtATime = 1000;

    /// <inheritdoc />
    public IReadOnlyList<Column> Columns { get; } =
    [
        new("day", ColumnKind.Text), new("zone", ColumnKind.Text), new("site", ColumnKind.Text), new("device", ColumnKind.Text), new("channel", ColumnKind.Text),
        new("basis", ColumnKind.Text), new("estimated", ColumnKind.Text), new("interval_s", ColumnKind.Number), new("expected", ColumnKind.Number),
        new("received", ColumnKind.Number), new("late", ColumnKind.Number), new("never", ColumnKind.Number), new("never_sensor", ColumnKind.Number),
        new("never_path", ColumnKind.Number), new("never_own", ColumnKind.Number), new("never_unknown", ColumnKind.Number),
        new("duplicates", ColumnKind.Number), new("conflicts", ColumnKind.Number), new("unnumbered", ColumnKind.Number), new("restarts", ColumnKind.Number),
        new("wraps", ColumnKind.Number), new("silent_s", ColumnKind.Number), new("silent_own_s", ColumnKind.Number), new("closed", ColumnKind.Text),
        new("as_of_utc", ColumnKind.Time),
    ];

    /// <inheritdoc />
    public async Task<Page<ChannelGaps>?> OfPointAsync(
        AccessScope scope, int pointId, DateOnly from, DateOnly to, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            if (!await context.Points.Within(scope).AnyAsync(p => p.Id == pointId, cancellationToken).ConfigureAwait(false))
                return null;
            IQueryable<GapRow> rows = Counted(context, from, to)
                .Where(r => r.Channel.Assignments.Any(a => a.PointId == pointId && a.From < r.GapDay.To && a.To > r.GapDay.From));
            return await PageAsync(rows, page, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task<Page<ChannelGaps>?> OfSiteAsync(
        AccessScope scope, int siteId, DateOnly from, DateOnly to, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            if (!await context.Sites.Within(scope).AnyAsync(s => s.Id == siteId, cancellationToken).ConfigureAwait(false))
                return null;
            return await PageAsync(Counted(context, from, to).Where(r => r.GapDay.Device.SiteId == siteId), page, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task<DateOnly?> TodayAsync(AccessScope scope, int siteId, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            string? zoneId = await context.Sites.Within(scope).Where(s => s.Id == siteId).Select(s => s.ZoneId).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (zoneId is null)
                return null;
            return SiteDay.At(Instant.Now(time), TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc).Day;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<KeyValuePair<string, string>>?> ExportAsync(
        AccessScope scope, string siteSlug, DateOnly from, DateOnly to, ITableWriter table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            int? site = await context.Sites.Within(scope).Where(s => s.Slug == siteSlug).Select(s => (int?)s.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (site is not { } id)
                return null;
            IQueryable<GapRow> rows = Counted(context, from, to).Where(r => r.GapDay.Device.SiteId == id).OrderBy(r => r.GapDay.Day).ThenBy(r => r.ChannelId);
            (long written, long received, long never) = (0, 0, 0);
            while (await Shown(rows.Skip((int)written).Take(RowsAtATime)).ToListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } part)
            {
                foreach (ChannelGaps gaps in part)
                {
                    await table.WriteAsync(Fields(gaps), cancellationToken).ConfigureAwait(false);
                    (received, never) = (received + gaps.Received, never + (gaps.Never?.Total ?? 0));
                }

                written += part.Count;
            }

            CultureInfo culture = CultureInfo.InvariantCulture;
            List<KeyValuePair<string, string>> about =
            [
                new("site", siteSlug), new("from", from.ToString("O", culture)), new("to", to.ToString("O", culture)),
                new("rows", written.ToString(culture)), new("received", received.ToString(culture)), new("never", never.ToString(culture)),
            ];
            await table.FinishAsync(about, cancellationToken).ConfigureAwait(false);
            return about;
        }
    }

    /// <summary>Channels of days that were counted at least once.</summary>
    private static IQueryable<GapRow> Counted(K3Context context, DateOnly from, DateOnly to) =>
        context.GapRows.AsNoTracking().Where(r => r.GapDay.Day >= from && r.GapDay.Day <= to && r.GapDay.AsOf > Instant.MinValue);

    private static async Task<Page<ChannelGaps>> PageAsync(IQueryable<GapRow> rows, PageRequest page, CancellationToken cancellationToken)
    {
        int size = Math.Clamp(page.Size, 1, LargestPage);
        long skip = page.Cursor is { } cursor ? ParseCursor(cursor) : (Math.Max(page.Number, 1) - 1L) * size;
        int total = await rows.CountAsync(cancellationToken).ConfigureAwait(false);
        IQueryable<GapRow> wanted = rows.OrderByDescending(r => r.GapDay.Day)
            .ThenByDescending(r => r.NeverSensor + r.NeverPath + r.NeverOwn + r.NeverUnknown).ThenBy(r => r.ChannelId)
            .Skip((int)Math.Min(int.MaxValue, skip)).Take(size);
        List<ChannelGaps> items = await Shown(wanted).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new Page<ChannelGaps>(items, total, skip + items.Count < total && items.Count > 0 ? (skip + items.Count).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static long ParseCursor(string cursor) =>
        int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out int skip) ? skip : throw new FormatException("the cursor cannot be read");

    private static IQueryable<ChannelGaps> Shown(IQueryable<GapRow> rows) => rows.Select(r => new ChannelGaps(
        r.GapDay.Device.SiteId, r.GapDay.Device.Site.Slug, r.GapDay.Device.Key, r.ChannelId, r.Channel.Name, r.GapDay.Day, r.GapDay.Device.Site.ZoneId,
        r.GapDay.AsOf, r.GapDay.Closed, r.GapDay.WaitsFor != null, r.Basis, Milliseconds(r.IntervalMs), r.Expected, r.Received, r.Late,
        r.Expected == null ? null : new NeverCame(r.NeverSensor, r.NeverPath, r.NeverOwn, r.NeverUnknown), r.Duplicates, r.Conflicts, r.Unnumbered,
        r.Restarts, r.Wraps, Milliseconds(r.SilentMs), Milliseconds(r.OwnMs)));

    private static TimeSpan? Milliseconds(long? ms) => ms is { } value ? TimeSpan.FromMilliseconds(value) : null;

    private static Field[] Fields(ChannelGaps g) =>
    [
        Field.Of(g.Day.ToString("O", CultureInfo.InvariantCulture)), Field.Of(g.ZoneId), Field.Of(g.Site), Field.Of(g.Device), Field.Of(g.Channel),
        Field.Of(g.Basis.ToString()), Field.Of(g.Estimated ? "yes" : "no"), Field.Of(g.Interval?.TotalSeconds), Field.Of(g.Expected),
        Field.Of(g.Received), Field.Of(g.Late), Field.Of(g.Never?.Total), Field.Of(g.Never?.Sensor),
        Field.Of(g.Never?.Path), Field.Of(g.Never?.Own), Field.Of(g.Never?.Unknown),
        Field.Of(g.Duplicates), Field.Of(g.Conflicts), Field.Of(g.Unnumbered), Field.Of(g.Restarts),
        Field.Of(g.Wraps), Field.Of(g.Silent?.TotalSeconds), Field.Of(g.Own?.TotalSeconds), Field.Of(g.Closed ? "yes" : "no"),
        Field.Of(g.AsOf),
    ];
}
