using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Api.Retention;
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

/// <summary>A stretch without usable data.</summary>
/// <param name="From">First instant, ISO 8601.</param>
/// <param name="To">First instant with data again.</param>
/// <param name="Cause">Why, as far as it can be told from what else came: sensor, path, site, own (this product could not receive) or unknown.</param>
internal sealed record GapShape(DateTimeOffset From, DateTimeOffset To, GapCause Cause)
{
    public static GapShape Of(Gap gap) => new(gap.Range.Start.ToDateTimeOffset(), gap.Range.End.ToDateTimeOffset(), gap.Cause);
}

/// <summary>A chart.</summary>
/// <param name="Point">The point.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Zone">The site's IANA zone.</param>
/// <param name="Window">What was asked for.</param>
/// <param name="Samples">Kept samples in time order; peaks are never smoothed away.</param>
/// <param name="Gaps">Where there are none, and why.</param>
/// <param name="RolledUp">Stretches whose samples were removed by the rule of retention, with what was rolled up of them.</param>
internal sealed record ChartShape(
    int Point, string Unit, string Zone, WindowShape Window, IReadOnlyList<SampleShape> Samples, IReadOnlyList<GapShape> Gaps, IReadOnlyList<RolledShape> RolledUp)
{
    public static ChartShape Of(PointChart chart) => new(
        chart.PointId, chart.Unit, chart.ZoneId, WindowShape.Of(chart.Window), [.. chart.Slices.SelectMany(Kept)], [.. chart.Gaps.Select(GapShape.Of)],
        [.. chart.RolledUp.Select(RolledShape.Of)]);

    private static IEnumerable<SampleShape> Kept(ChartSlice slice)
    {
        yield return Shape(slice.First);
        if (slice.Second != slice.First)
            yield return Shape(slice.Second);
    }

    private static SampleShape Shape(Sample sample) => new(sample.Time.ToDateTimeOffset(), sample.Value, !sample.Flags.ProvesSafety());
}

/// <summary>What a device's own numbers say of its messages.</summary>
/// <param name="Device">Key of the device within its site.</param>
/// <param name="Expected">Numbers from the first to the last of each run of numbering.</param>
/// <param name="Received">How many of them came.</param>
/// <param name="Never">How many never came.</param>
/// <param name="Late">Messages that came long after they were measured.</param>
/// <param name="Conflicting">Messages whose number and instant came again with another value.</param>
/// <param name="Unnumbered">Messages without a number.</param>
/// <param name="Restarts">How often numbering began anew; no loss is counted across it.</param>
/// <param name="Wraps">How often numbers ran over and went on from 0.</param>
internal sealed record NumbersShape(string Device, long Expected, long Received, long Never, long Late, long Conflicting, long Unnumbered, int Restarts, int Wraps)
{
    public static NumbersShape Of(string device, DeviceNumbers n) =>
        new(device, n.Expected, n.Received, n.Never, n.Late, n.Conflicting, n.Unnumbered, n.Restarts, n.Wraps);
}

/// <summary><c>/api/v1/points</c>.</summary>
internal static class PointsApi
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private static readonly TimeSpan LongestNumbers = TimeSpan.FromHours(26);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/points/{id:int}/numbers", NumbersAsync).WithTags("Points")
            .WithSummary("How many messages of the point's devices never came, by the devices' own numbers")
            .Produces<IReadOnlyList<NumbersShape>>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/points/{id:int}/samples", SamplesAsync).WithTags("Points")
            .WithSummary("Samples of a point over a window, thinned so that each slice keeps its smallest and largest; with format=csv every sample")
            .Produces<ChartShape>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> NumbersAsync(
        int id, string? from, string? to, IEvidence evidence, CurrentScope scope, TimeProvider plant, CancellationToken cancellationToken)
    {
        QueryReading read = new();
        Instant end = read.Time("to", to) ?? Instant.Now(plant);
        Instant start = read.Time("from", from) ?? end - TimeSpan.FromHours(24);
        if (!read.HasErrors && (end <= start || end - start > LongestNumbers || start < Instant.MinValue))
            read.Refuse("from", "must be before 'to', by at most 26 hours");
        if (read.HasErrors)
            return TypedResults.ValidationProblem(read.Errors);
        IReadOnlyDictionary<string, DeviceNumbers>? numbers = await evidence.NumbersAsync(scope.Required, id, new TimeRange(start, end), cancellationToken);
        return numbers is null
            ? TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such point.")
            : TypedResults.Ok(numbers.Select(n => NumbersShape.Of(n.Key, n.Value)).ToList());
    }

    private static async Task<IResult> SamplesAsync(
        int id, string? from, string? to, string? points, string? format, HttpContext http, IEvidence evidence, IExports exports, CurrentScope scope, TimeProvider plant, CancellationToken cancellationToken)
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
            return await RawAsync(http, evidence, exports, scope.Required, id, new TimeRange(start, end), cancellationToken);
        PointChart? chart = await evidence.ChartAsync(scope.Required, id, new TimeRange(start, end), slices, cancellationToken);
        return chart is null
            ? TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such point.")
            : TypedResults.Ok(ChartShape.Of(chart));
    }

    /// <summary>Every sample that is there, streamed; a header names the stretches whose samples were removed; a client that reads slowly holds back the reading, not the memory.</summary>
    private static async Task<IResult> RawAsync(HttpContext http, IEvidence evidence, IExports exports, AccessScope scope, int id, TimeRange window, CancellationToken cancellationToken)
    {
        if (await exports.PointAsync(scope, id, cancellationToken) is not { } point)
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such point.");
        if (await evidence.RemovedAsync(scope, id, window, cancellationToken) is { Count: > 0 } removed)
            http.Response.Headers["K3-Samples-Removed"] = string.Join(' ', removed);
        string name = $"{point.Site}-{point.Slug.Replace('/', '-')}.csv";
        return TypedResults.Stream(async stream =>
        {
            CsvTable table = new(stream, exports.SampleColumns);
            await using (table)
                await exports.SamplesAsync(scope, point, window, table, cancellationToken);
        }, "text/csv; charset=utf-8", name);
    }
}
