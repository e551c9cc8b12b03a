using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary>Query of the incident list.</summary>
internal sealed record IncidentQuery(
    string? Text, string? State, string? Active, string? Severity, string? Kind, string? Quantity, string? Site, string? Province,
    string? From, string? To, string? Verified, string? Sort, string? Descending, string? Size, string? Cursor);

/// <summary>Body of an acknowledgement.</summary>
/// <param name="Note">What the person wants to say; may be left out.</param>
internal sealed record AcknowledgeBody(string? Note);

/// <summary>Body of a closing.</summary>
/// <param name="Reason">Why; must not be blank.</param>
internal sealed record CloseBody(string? Reason);

/// <summary><c>/api/v1/incidents</c>.</summary>
internal static class IncidentsApi
{
    private const int LongestNote = 2000;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/incidents").WithTags("Incidents");
        group.MapGet("", ListAsync).WithSummary("Incidents in the caller's scope: filter, sort, page by cursor")
            .Produces<ListShape<IncidentShape>>().ProducesValidationProblem();
        group.MapGet("/{id:int}", FindAsync).WithSummary("One incident with its verdict, occurrences and time line")
            .Produces<IncidentDetailShape>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id:int}/acknowledge", AcknowledgeAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("The caller has seen it").Produces(StatusCodes.Status204NoContent).ProducesProblem(404).ProducesProblem(409).ProducesProblem(403);
        group.MapPost("/{id:int}/close", CloseAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Closes with a reason").Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(403);
    }

    private static async Task<IResult> ListAsync([AsParameters] IncidentQuery query, IIncidents incidents, CurrentScope scope, CancellationToken cancellationToken)
    {
        QueryReading read = new();
        IncidentFilter filter = new(
            query.Text, read.Word<IncidentState>("state", query.State), read.Flag("active", query.Active), read.Word<Severity>("severity", query.Severity),
            read.Word<LimitKind>("kind", query.Kind), Quantity(read, query.Quantity), Site(read, query.Site), query.Province,
            read.Time("from", query.From), read.Time("to", query.To), read.Flag("verified", query.Verified));
        IncidentSort sort = read.Word<IncidentSort>("sort", query.Sort) ?? IncidentSort.BreachStart;
        bool descending = read.Flag("descending", query.Descending) ?? true;
        PageRequest page = read.Page(query.Size, query.Cursor);
        if (read.HasErrors)
            return TypedResults.ValidationProblem(read.Errors);
        try
        {
            Page<IncidentRow> rows = await incidents.ListAsync(scope.Required, filter, sort, descending, page, cancellationToken);
            return TypedResults.Ok(new ListShape<IncidentShape>([.. rows.Items.Select(IncidentShape.Of)], rows.Total, rows.NextCursor));
        }
        catch (FormatException)
        {
            read.Refuse("cursor", "is not a cursor of this list");
            return TypedResults.ValidationProblem(read.Errors);
        }
    }

    private static async Task<IResult> FindAsync(int id, IIncidents incidents, CurrentScope scope, CancellationToken cancellationToken) =>
        await incidents.FindAsync(scope.Required, id, cancellationToken) is { } found
            ? TypedResults.Ok(IncidentDetailShape.Of(found))
            : Answer(ActOutcome.NotFound);

    private static async Task<IResult> AcknowledgeAsync(int id, AcknowledgeBody? body, IIncidents incidents, CurrentScope scope, CancellationToken cancellationToken) =>
        body?.Note?.Length > LongestNote
            ? TooLong("note")
            : Answer(await incidents.AcknowledgeAsync(scope.Required, id, body?.Note, cancellationToken));

    private static async Task<IResult> CloseAsync(int id, CloseBody? body, IIncidents incidents, CurrentScope scope, CancellationToken cancellationToken) =>
        body?.Reason?.Length > LongestNote
            ? TooLong("reason")
            : Answer(await incidents.CloseAsync(scope.Required, id, body?.Reason ?? "", cancellationToken));

    private static string? Quantity(QueryReading read, string? id)
    {
        if (string.IsNullOrEmpty(id))
            return null;
        if (!QuantityCatalogue.TryFind(id, out _))
            read.Refuse("quantity", "must be one of " + string.Join(", ", QuantityCatalogue.All.Select(q => q.Id).Order(StringComparer.Ordinal)));
        return id;
    }

    private static int? Site(QueryReading read, string? site) => string.IsNullOrEmpty(site) ? null : read.Whole("site", site, 0, 1, int.MaxValue);

    private static ValidationProblem TooLong(string key) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [key] = ["must be at most 2000 characters"] });

    private static IResult Answer(ActOutcome outcome) => outcome switch
    {
        ActOutcome.Done => TypedResults.NoContent(),
        ActOutcome.NotFound => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such incident."),
        ActOutcome.NotPermittedInState => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: "The incident's state does not permit it."),
        ActOutcome.NotPermittedForRole => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "The caller's role does not permit it."),
        ActOutcome.ReasonMissing => TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["reason"] = ["must not be blank"] }),
        _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
    };
}
