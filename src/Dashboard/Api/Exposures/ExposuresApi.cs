using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Live;
using K3Monitor.Rules.Verdicts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api.Exposures;

/// <summary>What becomes of an exposure at the present level; a warning, never a finding.</summary>
/// <param name="Outcome">exceeded, willExceed, willNot or cannotTell.</param>
/// <param name="At">When the limit will be passed, ISO 8601; null unless it will.</param>
/// <param name="PresentLevel">The steady value that is assumed, in the unit of the quantity.</param>
/// <param name="BasisMinutes">The minutes whose mean that is.</param>
/// <param name="AsOf">How far time had come, ISO 8601.</param>
internal sealed record ForecastShape(ForecastOutcome Outcome, DateTimeOffset? At, double? PresentLevel, double BasisMinutes, DateTimeOffset AsOf)
{
    public static ForecastShape Of(Forecast forecast) => new(
        forecast.Outcome, forecast.At?.ToDateTimeOffset(), IncidentShape.Finite(forecast.PresentLevel), forecast.Basis.TotalMinutes, forecast.AsOf.ToDateTimeOffset());
}

/// <summary>The running exposure of a point against one limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Verdict">The verdict so far.</param>
/// <param name="Forecast">What becomes of it; null for limits of single readings and outside shifts.</param>
internal sealed record RunningShape(LimitShape Limit, VerdictShape Verdict, ForecastShape? Forecast);

/// <summary><c>/api/v1/points/{id}/exposures</c>: what the running period has come to, and what becomes of it.</summary>
internal static class ExposuresApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/points/{id:int}/exposures", ReadAsync).WithTags("Points")
            .WithSummary("Every limit in force in the running period with its verdict so far, and when it will be passed at the present level")
            .Produces<IReadOnlyList<RunningShape>>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ReadAsync(int id, IExports points, ExposureBoard board, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (await points.PointAsync(scope.Required, id, cancellationToken) is null)
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such point.");
        CurrentExposures? running = board.Of(id);
        return TypedResults.Ok<IReadOnlyList<RunningShape>>([.. (running?.Verdicts ?? []).Select(v => new RunningShape(
            LimitShape.Of(v.Limit), VerdictShape.Of(v), running!.ForecastOf(v.Limit) is { } forecast ? ForecastShape.Of(forecast) : null))]);
    }
}
