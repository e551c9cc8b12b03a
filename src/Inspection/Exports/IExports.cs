using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Exports;

/// <summary>A point as an export names it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Site">The site's slug.</param>
/// <param name="Slug">Slug of its area and its own: <c>area-tangki/tangki-1-h2s</c>.</param>
/// <param name="QuantityId">What is measured.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Interval">Expected time between samples.</param>
/// <param name="ZoneId">The site's IANA zone.</param>
public sealed record ExportedPoint(int Id, string Site, string Slug, string QuantityId, string Unit, TimeSpan Interval, string ZoneId);

/// <summary>Writes what was measured and found into tables, within the caller's scope.</summary>
/// <remarks>Safe from any thread. Rows are streamed: memory does not grow with the export.</remarks>
public interface IExports
{
    /// <summary>Columns of a table of samples.</summary>
    IReadOnlyList<Column> SampleColumns { get; }

    /// <summary>Columns of a table of incidents.</summary>
    IReadOnlyList<Column> IncidentColumns { get; }

    /// <summary>A point by key; null when there is none in scope.</summary>
    Task<ExportedPoint?> PointAsync(AccessScope scope, int pointId, CancellationToken cancellationToken);

    /// <summary>The points in scope of a site; only those called <paramref name="pointSlug"/>, with or without the area, when it is not null.</summary>
    Task<IReadOnlyList<ExportedPoint>> PointsAsync(AccessScope scope, string siteSlug, string? pointSlug, CancellationToken cancellationToken);

    /// <summary>Writes the raw samples of a point and finishes the table.</summary>
    /// <returns>What there is to say about it: place, window, counts, coverage.</returns>
    Task<IReadOnlyList<KeyValuePair<string, string>>> SamplesAsync(
        AccessScope scope, ExportedPoint point, TimeRange window, ITableWriter table, CancellationToken cancellationToken);

    /// <summary>Writes the incidents that a filter finds, oldest breach first, and finishes the table.</summary>
    Task<IReadOnlyList<KeyValuePair<string, string>>> IncidentsAsync(
        AccessScope scope, IncidentFilter filter, ITableWriter table, CancellationToken cancellationToken);
}
