using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary>A shift in local time.</summary>
internal sealed record ShiftShape(string Name, TimeOnly Start, double Hours, IReadOnlyList<DayOfWeek> Days);

/// <summary>A measurement point with its newest value.</summary>
internal sealed record PointShape(
    int Id, string Name, string Quantity, string Unit, double ExpectedIntervalSeconds, string? Device, double? Value,
    DateTimeOffset? Time, DateTimeOffset? Received, IReadOnlyList<string> Limits)
{
    public static PointShape Of(PointView p) => new(
        p.Id, p.Name, p.Quantity.Id, p.Quantity.Canonical.Symbol, p.ExpectedInterval.TotalSeconds, p.DeviceKey, p.LastSample?.Value,
        p.LastSample?.Time.ToDateTimeOffset(), p.Received?.ToDateTimeOffset(), [.. p.Limits.Select(l => l.Id)]);
}

/// <summary>An area with its points.</summary>
internal sealed record AreaShape(
    int Id, string Name, Workload? Workload, double? WorkSharePercent, bool ConfinedSpace, int? Workers, IReadOnlyList<ShiftShape> Shifts, IReadOnlyList<PointShape> Points);

/// <summary>A site with its areas.</summary>
internal sealed record SiteShape(SiteRow Site, IReadOnlyList<AreaShape> Areas)
{
    public static SiteShape Of(SiteView view) => new(
        view.Row,
        [.. view.Areas.Select(a => new AreaShape(
            a.Id, a.Name, a.Workload, a.WorkSharePercent, a.ConfinedSpace, a.Workers,
            [.. a.Shifts.Select(s => new ShiftShape(s.Name, s.Start, s.Duration.TotalHours, s.Days))], [.. a.Points.Select(PointShape.Of)]))]);
}

/// <summary><c>/api/v1/sites</c>.</summary>
internal static class SitesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/sites").WithTags("Sites");
        group.MapGet("", async (ISites sites, CurrentScope scope, CancellationToken cancellationToken) =>
        {
            IReadOnlyList<SiteRow> rows = await sites.ListAsync(scope.Required, cancellationToken);
            return TypedResults.Ok(new ListShape<SiteRow>(rows, rows.Count, null));
        }).WithSummary("Sites in the caller's scope, by name");
        group.MapGet("/{id:int}", async Task<IResult> (int id, ISites sites, CurrentScope scope, CancellationToken cancellationToken) =>
            await sites.FindAsync(scope.Required, id, cancellationToken) is { } view
                ? TypedResults.Ok(SiteShape.Of(view))
                : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such site."))
            .WithSummary("One site with its areas and points").Produces<SiteShape>().ProducesProblem(StatusCodes.Status404NotFound);
    }
}
