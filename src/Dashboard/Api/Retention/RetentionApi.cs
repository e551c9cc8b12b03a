using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api.Retention;

/// <summary><c>/api/v1/retention</c>.</summary>
internal static class RetentionApi
{
    private const int LongestReason = 2000;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/retention").WithTags("Retention");
        group.MapGet("", StatusAsync).WithSummary("The rule, what is stored, and what a run would remove now; changes nothing. Administrators and auditors")
            .Produces<RetentionShape>().ProducesProblem(403).ProducesProblem(503);
        group.MapPost("/apply", ApplyAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Has the plan that was shown applied, within seconds, if it is still the same. Administrators")
            .Produces<RunShape>(StatusCodes.Status202Accepted).ProducesValidationProblem().ProducesProblem(403);
        group.MapGet("/runs/{id:int}", RunAsync).WithSummary("How far a run has come").Produces<RunShape>().ProducesProblem(403).ProducesProblem(404);
        group.MapGet("/holds", async (ILegalHolds holds, CurrentScope scope, CancellationToken cancellationToken) =>
        {
            IReadOnlyList<HoldRow> rows = await holds.ListAsync(scope.Required, cancellationToken);
            return TypedResults.Ok(new ListShape<HoldShape>([.. rows.Select(HoldShape.Of)], rows.Count, null));
        }).WithSummary("What persons hold, of points in the caller's scope; the newest 500");
        group.MapPost("/holds", PlaceAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Holds the samples of a point in a window. Inspectors and administrators").Produces<int>(StatusCodes.Status201Created).ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
        group.MapPost("/holds/{id:int}/lift", async (int id, LiftBody? body, ILegalHolds holds, CurrentScope scope, CancellationToken cancellationToken) =>
            TooLong(body?.Reason) ?? Answer(await holds.LiftAsync(scope.Required, id, body?.Reason ?? "", cancellationToken))).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Lifts a hold. Inspectors and administrators").Produces(204).ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/incidents/{id:int}/release", async (int id, LiftBody? body, ILegalHolds holds, CurrentScope scope, CancellationToken cancellationToken) =>
            TooLong(body?.Reason) ?? Answer(await holds.ReleaseAsync(scope.Required, id, body?.Reason ?? "", cancellationToken))).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Lets the samples of a closed incident go. Inspectors and administrators").Produces(204).ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> StatusAsync(IRetention retention, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (!scope.Required.SeesAll)
            return Forbidden();
        try
        {
            return TypedResults.Ok(RetentionShape.Of(await retention.StatusAsync(cancellationToken)));
        }
        catch (IOException)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "The samples cannot be read at present.");
        }
    }

    private static async Task<IResult> ApplyAsync(ApplyBody? body, IRetention retention, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (body?.Plan is not { Length: 64 } plan)
            return Refused("plan", "must be the hash that was shown");
        if (await retention.RequestAsync(scope.Required, plan, cancellationToken) is not { } id)
            return Forbidden();
        return TypedResults.Accepted($"/api/v1/retention/runs/{id}", RunShape.Of((await retention.RunAsync(id, cancellationToken))!));
    }

    private static async Task<IResult> RunAsync(int id, IRetention retention, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (!scope.Required.SeesAll)
            return Forbidden();
        return await retention.RunAsync(id, cancellationToken) is { } run
            ? TypedResults.Ok(RunShape.Of(run))
            : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such run.");
    }

    private static async Task<IResult> PlaceAsync(HoldBody? body, ILegalHolds holds, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (body is null || body.From >= body.To)
            return Refused("from", "must be before 'to'");
        if (TooLong(body.Reason) is { } fault)
            return fault;
        var range = new TimeRange(Instant.FromDateTimeOffset(body.From), Instant.FromDateTimeOffset(body.To));
        HoldPlaced placed = await holds.PlaceAsync(scope.Required, body.PointId, range, body.Reason ?? "", cancellationToken);
        return placed.Id is { } id ? TypedResults.Created("/api/v1/retention/holds", id) : Answer(placed.Outcome);
    }

    private static IResult? TooLong(string? reason) => reason?.Length > LongestReason ? Refused("reason", "must be at most 2000 characters") : null;

    private static IResult Answer(ActOutcome outcome) => outcome switch
    {
        ActOutcome.Done => TypedResults.NoContent(),
        ActOutcome.NotFound => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is none of that number."),
        ActOutcome.NotPermittedForRole => Forbidden(),
        ActOutcome.ReasonMissing => Refused("reason", "must not be blank"),
        _ => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: "It is not in a state for that: not closed, or done before."),
    };

    private static IResult Forbidden() => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "The caller's role does not permit it.");

    private static IResult Refused(string key, string why) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [key] = [why] });
}
