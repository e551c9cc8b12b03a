using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api.Claims;

/// <summary><c>/api/v1/unclaimed</c>: names of the field that no device has, and claiming them.</summary>
internal static class ClaimsApi
{
    private const int LongestReason = 2000;
    private const int ShownMessages = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/unclaimed").WithTags("Unclaimed devices");
        group.MapGet("", async (IUnclaimed unclaimed, CurrentScope scope, CancellationToken cancellationToken) =>
        {
            IReadOnlyList<UnclaimedDevice> names = await unclaimed.ListAsync(scope.Required, cancellationToken);
            return TypedResults.Ok(new ListShape<UnclaimedShape>([.. names.Select(UnclaimedShape.Of)], names.Count, null));
        }).WithSummary("Names of the field that no device has, the one heard last first");
        group.MapGet("/messages", MessagesAsync).WithSummary("The last messages of a name, and what they hold").Produces<ListShape<UnclaimedMessageShape>>().ProducesValidationProblem();
        group.MapPost("/claim", ClaimAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Claims a name for a device, maps its channels, and takes the messages that had waited. Administrators and the company's safety officers")
            .Produces<ReplayShape>().ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> MessagesAsync(
        string? source, string? external, IUnclaimed unclaimed, [FromServices] IMessageReplay? replay, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(source) || string.IsNullOrEmpty(external))
            return Refused(string.IsNullOrEmpty(source) ? "source" : "external", "must be given");
        IReadOnlyList<QuarantineRow> rows = await unclaimed.MessagesAsync(scope.Required, source, external, ShownMessages, cancellationToken);
        IReadOnlyList<IReadOnlyList<PreviewedValue>> values = replay is null ? [] : await replay.PreviewAsync([.. rows.Select(r => r.Message)], cancellationToken);
        return TypedResults.Ok(new ListShape<UnclaimedMessageShape>(
            [.. rows.Select((r, i) => UnclaimedMessageShape.Of(r, i < values.Count ? values[i] : []))], rows.Count, null));
    }

    private static async Task<IResult> ClaimAsync(ClaimBody? body, IUnclaimed unclaimed, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (body?.Reason?.Length > LongestReason)
            return Refused("reason", "must be at most 2000 characters");
        (Claim? claim, string key, string fault) = Read(body);
        if (claim is null)
            return Refused(key, fault);
        ClaimAnswer answer = await unclaimed.ClaimAsync(scope.Required, claim, body!.Reason ?? "", cancellationToken);
        return answer.Outcome switch
        {
            ClaimOutcome.Done => TypedResults.Ok(ReplayShape.Of(answer.Replayed)),
            ClaimOutcome.NotPermittedForRole => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "The caller's role does not permit it."),
            ClaimOutcome.ReasonMissing => Refused("reason", "must not be blank"),
            ClaimOutcome.Refused => Refused("claim", answer.Fault ?? ""),
            _ => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such site."),
        };
    }

    private static (Claim? Claim, string Key, string Fault) Read(ClaimBody? body)
    {
        if (body is not { Source: not null, External: not null, Site: not null, Device: not null, Channels: not null })
            return (null, "claim", "source, external, site, device and channels must be given");
        var channels = new List<ClaimedChannel>();
        foreach (ClaimChannelBody channel in body.Channels)
        {
            if (!QuantityCatalogue.TryFind(channel.Quantity, out Quantity? quantity))
                return (null, "channels", $"quantity '{channel.Quantity}' is not known");
            Unit? unit = null;
            if (!string.IsNullOrEmpty(channel.Unit) && !UnitCatalogue.TryFind(channel.Unit, out unit))
                return (null, "channels", $"unit '{channel.Unit}' is not known");
            channels.Add(new ClaimedChannel(channel.External ?? "", channel.Name, quantity, unit, channel.Point));
        }

        return (new Claim(body.EverySource == true ? "" : body.Source, body.External, body.Site, body.Device, channels, body.From is { } from ? Instant.FromDateTimeOffset(from) : null), "", "");
    }

    private static IResult Refused(string key, string why) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [key] = [why] });
}
