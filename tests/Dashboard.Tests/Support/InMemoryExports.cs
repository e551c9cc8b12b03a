using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>Two samples of any point that lies in ID-KR; point 99 lies elsewhere.</summary>
internal sealed class InMemoryExports : IExports
{
    public IReadOnlyList<Column> SampleColumns { get; } = [new("time_utc", ColumnKind.Time), new("value", ColumnKind.Number)];

    public IReadOnlyList<Column> IncidentColumns { get; } = [];

    public Task<ExportedPoint?> PointAsync(AccessScope scope, int pointId, CancellationToken cancellationToken) =>
        Task.FromResult(scope.Sees(pointId == 99 ? "ID-JB" : "ID-KR")
            ? new ExportedPoint(pointId, "pt-uji", "area/titik", "gas.h2s", "ppm", TimeSpan.FromSeconds(1), "Asia/Jakarta")
            : null);

    public Task<IReadOnlyList<ExportedPoint>> PointsAsync(AccessScope scope, string siteSlug, string? pointSlug, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ExportedPoint>>([]);

    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SamplesAsync(
        AccessScope scope, ExportedPoint point, TimeRange window, ITableWriter table, CancellationToken cancellationToken)
    {
        await table.WriteAsync(new[] { Field.Of(window.Start), Field.Of(1.25) }, cancellationToken);
        await table.WriteAsync(new[] { Field.Of(window.Start + TimeSpan.FromSeconds(1)), Field.Of(-0.5) }, cancellationToken);
        await table.FinishAsync([], cancellationToken);
        return [];
    }

    public Task<IReadOnlyList<KeyValuePair<string, string>>> IncidentsAsync(
        AccessScope scope, IncidentFilter filter, ITableWriter table, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<string, string>>>([]);
}
