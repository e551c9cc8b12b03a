using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Exports;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary>One kept sample. At most two a slice are kept: the smallest and the largest.</summary>
/// <param name="T">When, ISO 8601.</param>
/// <param name="V">Value in the chart's unit.</param>
/// <param name="Doubt">Whether something is known against it.</param>
internal sealed record SampleShape(DateTimeOffset T, double V, bool Doubt);

/// <summary>A chart.</summary>
/// <param name="Point">The point.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Zone">The site's IANA zone.</param>
/// <param name="Window">What was asked for.</param>
/// <param name="Samples">Kept samples in time order; peaks are never smoothed away.</param>
/// <param name="Gaps">Where there are none.</param>
internal sealed record ChartShape(int Point, string Unit, string Zone, WindowShape Window, IReadOnlyList<SampleShape> Samples, IReadOnlyList<WindowShape> Gaps)
{
    public static ChartShape Of(PointChart chart) => new(
        chart.PointId, chart.Unit, chart.ZoneId, WindowShape.Of(chart.Window), [.. chart.Slices.SelectMany(Kept)], [.. chart.Gaps.Select(g => WindowShape.Of(g.Range))]);

    private static IEnumerable<SampleShape> Kept(ChartSlice slice)
    {
        yield return Shape(slice.First);
        if (slice.Second != slice.First)
            yield return Shape(slice.Second);
    }

    private static SampleShape Shape(Sample sample) => new(sample.Time.ToDateTimeOffset(), sample.Value, !sample.Flags.ProvesSafety());
}

/// <summary><c>/api/v1/points</c>.</summary>
internal static class PointsApi
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/points/{id:int}/samples", SamplesAsync).WithTags("Points")
            .WithSummary("Samples of a point over a window, thinned so that each slice keeps its smallest and largest; with format=csv every sample")
            .Produces<ChartShape>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> SamplesAsync(
        int id, string? from, string? to, string? points, string? format, IEvidence evidence, IExports exports, CurrentScope scope, TimeProvider plant, CancellationToken cancellationToken)
    {
        QueryReading read = new();
        Instant end = read.Time("to", to) ?? Instant.Now(plant);
        Instant start = read.Time("from", from) ?? end - TimeSpan.FromHours(24);
        int slices = read.Whole("points", points, 1000, 1, 5000);
        if (!read.HasErrors && (end <= start || end - start > Longest || start < Instant.MinValue))
            read.Refuse("from", "must be before 'to', by at most 366 days");
        if (format is not (null or "" or "json" or "csv"))
            read.Refuse("format", "must be json (thinned, the default) or csv (every sample)");
        if (read.HasErrors)
            return TypedResults.ValidationProblem(read.Errors);
        if (format == "csv")
            return await RawAsync(exports, scope.Required, id, new TimeRange(start, end), cancellationToken);
        PointChart? chart = await evidence.ChartAsync(scope.Required, id, new TimeRange(start, end), slices, cancellationToken);
        return chart is null
            ? TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such point.")
            : TypedResults.Ok(ChartShape.Of(chart));
    }

    /// <summary>Every sample, streamed; a client that reads slowly holds back the reading, not the memory.</summary>
    private static async Task<IResult> RawAsync(IExports exports, AccessScope scope, int id, TimeRange window, CancellationToken cancellationToken)
    {
        if (await exports.PointAsync(scope, id, cancellationToken) is not { } point)
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such point.");
        string name = $"{point.Site}-{point.Slug.Replace('/', '-')}.csv";
        return TypedResults.Stream(async stream =>
        {
            CsvTable table = new(stream, exports.SampleColumns);
            await using (table)
                await exports.SamplesAsync(scope, point, window, table, cancellationToken);
        }, "text/csv; charset=utf-8", name);
    }
}
