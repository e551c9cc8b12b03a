using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Gaps;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>One channel on one day of any site or point that lies in ID-KR; site 2 and point 99 lie elsewhere.</summary>
internal sealed class InMemoryGaps : IGaps
{
    public static readonly DateOnly Day = new(2026, 11, 24);

    private static readonly ChannelGaps Row = new(
        1, "pt-uji", "alat-1", 7, "co", Day, "Asia/Jakarta", Some.Morning, Closed: true, Stale: false, GapBasis.Numbers, null, 86_400, 86_000, 12,
        new NeverCame(100, 200, 90, 10), 5, 1, 0, 2, 1, TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(2));

    public IReadOnlyList<Column> Columns { get; } = [];

    public Task<Page<ChannelGaps>?> OfPointAsync(AccessScope scope, int pointId, DateOnly from, DateOnly to, PageRequest page, CancellationToken cancellationToken) =>
        Found(scope, pointId == 99, from, to, page);

    public Task<Page<ChannelGaps>?> OfSiteAsync(AccessScope scope, int siteId, DateOnly from, DateOnly to, PageRequest page, CancellationToken cancellationToken) =>
        Found(scope, siteId == 2, from, to, page);

    public Task<DateOnly?> TodayAsync(AccessScope scope, int siteId, CancellationToken cancellationToken) =>
        Task.FromResult<DateOnly?>(scope.Sees(siteId == 2 ? "ID-JB" : "ID-KR") ? Day.AddDays(1) : null);

    public Task<IReadOnlyList<KeyValuePair<string, string>>?> ExportAsync(
        AccessScope scope, string siteSlug, DateOnly from, DateOnly to, ITableWriter table, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Task<Page<ChannelGaps>?> Found(AccessScope scope, bool elsewhere, DateOnly from, DateOnly to, PageRequest page)
    {
        if (page.Cursor is not null)
            throw new FormatException("not a cursor");
        bool within = Day >= from && Day <= to;
        return Task.FromResult(scope.Sees(elsewhere ? "ID-JB" : "ID-KR") ? new Page<ChannelGaps>(within ? [Row] : [], within ? 1 : 0, null) : null);
    }
}
