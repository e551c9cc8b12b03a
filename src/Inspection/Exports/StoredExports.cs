using System.Globalization;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Exports;

/// <inheritdoc cref="IExports" />
internal sealed class StoredExports(IDbContextFactory<K3Context> contexts, IEvidence evidence, IIncidents incidents) : IExports
{
    private const int RowsAtATime = 200;

    /// <inheritdoc />
    public IReadOnlyList<Column> SampleColumns { get; } =
    [
        new("time_utc", ColumnKind.Time), new("time_site", ColumnKind.Text), new("value", ColumnKind.Number), new("unit", ColumnKind.Text),
        new("flags", ColumnKind.Text), new("quantity", ColumnKind.Text), new("site", ColumnKind.Text), new("point", ColumnKind.Text),
    ];

    /// <inheritdoc />
    public IReadOnlyList<Column> IncidentColumns { get; } =
    [
        new("number", ColumnKind.Text), new("breach_start_utc", ColumnKind.Time), new("breach_end_utc", ColumnKind.Time), new("zone", ColumnKind.Text),
        new("company", ColumnKind.Text), new("site", ColumnKind.Text), new("province", ColumnKind.Text), new("area", ColumnKind.Text), new("point", ColumnKind.Text),
        new("quantity", ColumnKind.Text), new("limit", ColumnKind.Text), new("instrument", ColumnKind.Text), new("limit_verified", ColumnKind.Text),
        new("peak", ColumnKind.Number), new("unit", ColumnKind.Text), new("share_of_limit", ColumnKind.Number), new("severity", ColumnKind.Text),
        new("state", ColumnKind.Text), new("active", ColumnKind.Text), new("found_late", ColumnKind.Text), new("withdrawn", ColumnKind.Text),
    ];

    /// <inheritdoc />
    public async Task<ExportedPoint?> PointAsync(AccessScope scope, int pointId, CancellationToken cancellationToken) =>
        (await FindAsync(scope, points => points.Where(p => p.Id == pointId), cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc />
    public async Task<IReadOnlyList<ExportedPoint>> PointsAsync(AccessScope scope, string siteSlug, string? pointSlug, CancellationToken cancellationToken)
    {
        IReadOnlyList<ExportedPoint> all = await FindAsync(scope, points => points.Where(p => p.Area.Site.Slug == siteSlug), cancellationToken).ConfigureAwait(false);
        return pointSlug is null ? all : [.. all.Where(p => p.Slug == pointSlug || p.Slug.EndsWith("/" + pointSlug, StringComparison.Ordinal))];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SamplesAsync(
        AccessScope scope, ExportedPoint point, TimeRange window, ITableWriter table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(table);
        var coverage = new Coverage(window, point.Interval * new LaneOptions().HoldIntervals);
        TimeZoneInfo zone = TimeZoneInfo.TryFindSystemTimeZoneById(point.ZoneId, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc;
        var row = new Field[SampleColumns.Count];
        await foreach (Sample sample in evidence.SamplesAsync(scope, point.Id, window, cancellationToken).ConfigureAwait(false))
        {
            coverage.Add(sample);
            row[0] = Field.Of(sample.Time);
            row[1] = Field.Of(TimeZoneInfo.ConvertTime(sample.Time.ToDateTimeOffset(), zone).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
            row[2] = Field.Of(sample.Value);
            row[3] = Field.Of(point.Unit);
            row[4] = Field.Of(Words(sample.Flags));
            row[5] = Field.Of(point.QuantityId);
            row[6] = Field.Of(point.Site);
            row[7] = Field.Of(point.Slug);
            await table.WriteAsync(row, cancellationToken).ConfigureAwait(false);
        }

        List<KeyValuePair<string, string>> about =
        [
            new("site", point.Site), new("point", point.Slug), new("quantity", point.QuantityId), new("unit", point.Unit), new("zone", point.ZoneId),
            new("from_utc", window.Start.ToString()), new("to_utc", window.End.ToString()), .. coverage.Tell(),
        ];
        IReadOnlyList<TimeRange> removed = await evidence.RemovedAsync(scope, point.Id, window, cancellationToken).ConfigureAwait(false);
        if (removed.Count > 0)
        {
            about.Add(new("samples_removed_utc", string.Join(' ', removed)));
            about.Add(new("samples_removed_note", "There the samples were removed by the rule of retention after they had been rolled up. They count as missing in the coverage and are not in this table; what was rolled up is in the chart of the point."));
        }

        await table.FinishAsync(about, cancellationToken).ConfigureAwait(false);
        return about;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> IncidentsAsync(
        AccessScope scope, IncidentFilter filter, ITableWriter table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        long written = 0;
        string? cursor = null;
        do
        {
            Page<IncidentRow> page = await incidents.ListAsync(scope, filter, IncidentSort.BreachStart, descending: false, new PageRequest(RowsAtATime, 1, cursor), cancellationToken).ConfigureAwait(false);
            foreach (IncidentRow incident in page.Items)
                await table.WriteAsync(Row(incident), cancellationToken).ConfigureAwait(false);
            written += page.Items.Count;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        List<KeyValuePair<string, string>> about = [new("incidents", written.ToString(CultureInfo.InvariantCulture))];
        await table.FinishAsync(about, cancellationToken).ConfigureAwait(false);
        return about;
    }

    private static Field[] Row(IncidentRow i) =>
    [
        Field.Of(i.Number), Field.Of(i.BreachStart), Field.Of(i.BreachEnd), Field.Of(i.ZoneId),
        Field.Of(i.CompanyName), Field.Of(i.SiteName), Field.Of(i.Province), Field.Of(i.AreaName), Field.Of(i.PointName),
        Field.Of(i.Quantity?.Id), Field.Of(i.Limit.Id), Field.Of(i.Limit.Instrument), Field.Of(i.Limit.Verification.IsVerified ? "verified" : "unverified"),
        Field.Of(i.Peak), Field.Of(i.Limit.Unit), Field.Of(i.ShareOfLimit), Field.Of(i.Severity.ToString()),
        Field.Of(i.State.ToString()), YesNo(i.IsActive), YesNo(i.FoundLate), YesNo(i.IsWithdrawn),
    ];

    private static Field YesNo(bool yes) => Field.Of(yes ? "yes" : "no");

    private static string Words(SampleFlags flags) =>
        flags == SampleFlags.None ? "" : string.Join(' ', Enum.GetValues<SampleFlags>().Where(f => f != SampleFlags.None && flags.HasFlag(f)));

    private async Task<IReadOnlyList<ExportedPoint>> FindAsync(
        AccessScope scope, Func<IQueryable<MeasurementPoint>, IQueryable<MeasurementPoint>> which, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await which(context.Points.Within(scope)).OrderBy(p => p.Slug).ThenBy(p => p.Id)
                .Select(p => new { p.Id, Site = p.Area.Site.Slug, Area = p.Area.Slug, p.Slug, p.QuantityId, p.ExpectedIntervalMs, p.Area.Site.ZoneId })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return
            [
                .. rows.Where(r => QuantityCatalogue.TryFind(r.QuantityId, out _)).Select(r => new ExportedPoint(
                    r.Id, r.Site, $"{r.Area}/{r.Slug}", r.QuantityId, QuantityCatalogue.TryFind(r.QuantityId, out Quantity? q) ? q.Canonical.Symbol : "",
                    TimeSpan.FromMilliseconds(r.ExpectedIntervalMs), r.ZoneId)),
            ];
        }
    }
}
