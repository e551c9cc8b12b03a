using System.Text.Json;
using K3Monitor.Rules.Calc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary><c>/api/v1/calc</c>: the exposure formulas as a calculator. It keeps nothing and changes nothing.</summary>
internal static class CalcApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/calc").WithTags("Calculator");
        group.MapGet("", () => TypedResults.Ok(new ListShape<CalcTopic>(CalcTopics.All, CalcTopics.All.Count, null)))
            .WithSummary("The topics with the keys that each reads and writes");
        group.MapPost("/{topic}", Evaluate).WithSummary("Computes a topic; the body is the object of its given keys")
            .Produces<JsonElement>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Evaluate(string topic, JsonElement given)
    {
        if (!CalcTopics.TryGet(topic, out CalcTopic? found))
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such topic.", detail: "GET /api/v1/calc lists them.");
        CalcResult result = found.Evaluate(given);
        return result.Answer is { } answer ? TypedResults.Ok(answer) : Refused(result.Faults);
    }

    private static ValidationProblem Refused(IReadOnlyList<CalcFault> faults) => TypedResults.ValidationProblem(
        faults.GroupBy(f => f.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray(), StringComparer.Ordinal));
}
