using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Topology;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api.Devices;

/// <summary>A name of a device in the field.</summary>
/// <param name="Name">The name as the format reads it; <c>*</c> for all that its own credential brings.</param>
/// <param name="Source">Where it holds: an external broker's name, or <c>site/device</c> of a credential; empty or left out for everywhere.</param>
internal sealed record FieldNameShape(string? Name, string? Source);

/// <summary>What a device is called in the field, its format, and the topics that its credential reaches.</summary>
/// <param name="Format">Format, or <c>auto</c>.</param>
/// <param name="Topics">Topic filters beside its own topics.</param>
/// <param name="Names">Names in the field.</param>
internal sealed record FieldShape(string Format, IReadOnlyList<string> Topics, IReadOnlyList<FieldNameShape> Names)
{
    public static FieldShape Of(FieldArrangement a) => new(a.Format ?? FieldRules.Auto, a.TopicFilters, [.. a.Names.Select(n => new FieldNameShape(n.Name, n.Source))]);
}

/// <summary>Body of a change; the whole arrangement.</summary>
/// <param name="Format">Format, or <c>auto</c>, also when left out.</param>
/// <param name="Topics">Topic filters; none when left out.</param>
/// <param name="Names">Names; none when left out.</param>
/// <param name="Reason">Why; must not be blank.</param>
internal sealed record FieldBody(string? Format, IReadOnlyList<string>? Topics, IReadOnlyList<FieldNameShape>? Names, string? Reason);

/// <summary><c>/api/v1/devices/{id}/field</c>.</summary>
internal static class FieldApi
{
    private const int LongestReason = 2000;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/devices/{id:int}/field").WithTags("Devices");
        group.MapGet("", GetAsync).WithSummary("What the device is called in the field, its format, and the topics that its credential reaches")
            .Produces<FieldShape>().ProducesProblem(404);
        group.MapPut("", PutAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Arranges the device anew. Administrators and the company's safety officers")
            .Produces<FieldShape>().ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> GetAsync(int id, IDevices devices, IFieldDevices field, CurrentScope scope, CancellationToken cancellationToken) =>
        await devices.FindAsync(scope.Required, id, cancellationToken) is { } device
        && await field.FindAsync(scope.Required, device.Row.SiteSlug, device.Row.Key, cancellationToken) is { } found
            ? TypedResults.Ok(FieldShape.Of(found))
            : NotFound();

    private static async Task<IResult> PutAsync(int id, FieldBody? body, IDevices devices, IFieldDevices field, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (body?.Reason?.Length > LongestReason)
            return Refused("reason", "must be at most 2000 characters");
        var wanted = new FieldArrangement(
            body?.Format is null or FieldRules.Auto ? null : body.Format, body?.Topics ?? [], [.. (body?.Names ?? []).Select(n => new FieldName(n.Source ?? "", n.Name ?? ""))]);
        if (wanted.Faults() is { Count: > 0 } faults)
            return TypedResults.ValidationProblem(faults.GroupBy(f => f.Part).ToDictionary(g => g.Key, g => g.Select(f => f.Fault).ToArray()));
        if (await devices.FindAsync(scope.Required, id, cancellationToken) is not { } device)
            return NotFound();
        return await field.ArrangeAsync(scope.Required, device.Row.SiteSlug, device.Row.Key, wanted, body?.Reason ?? "", cancellationToken) switch
        {
            ArrangeOutcome.Done => TypedResults.Ok(FieldShape.Of(wanted)),
            ArrangeOutcome.NotPermittedForRole => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "The caller's role does not permit it."),
            ArrangeOutcome.ReasonMissing => Refused("reason", "must not be blank"),
            ArrangeOutcome.NameTaken => Refused("names", "another device of the site has one of the names for the same source"),
            ArrangeOutcome.TopicOfOtherSite => Refused("topics", "a filter shares topics with that of a device of another site"),
            _ => NotFound(),
        };
    }

    private static IResult NotFound() => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such device.");

    private static IResult Refused(string key, string why) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [key] = [why] });
}
