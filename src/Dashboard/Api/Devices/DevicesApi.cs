using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Sites;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api.Devices;

/// <summary>A device.</summary>
internal sealed record DeviceShape(int Id, string Site, string Key, string? Model, bool? Online, DateTimeOffset? LastSeen, bool HasCredentials, IReadOnlyList<string> Channels)
{
    public static DeviceShape Of(DeviceRow d) => new(d.Id, d.SiteSlug, d.Key, d.Model, d.Online, d.LastSeen?.ToDateTimeOffset(), d.HasCredentials, d.Channels);
}

/// <summary>A device with the state of its credentials; the password itself is never shown again.</summary>
internal sealed record DeviceDetailShape(
    DeviceShape Device, int SiteId, string? Serial, string? Firmware, string UserName, DateTimeOffset? PasswordMade, DateTimeOffset? FormerGoodUntil, DateTimeOffset? Revoked)
{
    public static DeviceDetailShape Of(DeviceDetail d) => new(
        DeviceShape.Of(d.Row), d.SiteId, d.Serial, d.Firmware, d.UserName, d.PasswordMade?.ToDateTimeOffset(), d.FormerGoodUntil?.ToDateTimeOffset(), d.Revoked?.ToDateTimeOffset());
}

/// <summary>A new password.</summary>
/// <param name="UserName">Name to sign in with at the broker.</param>
/// <param name="Password">The password, told once.</param>
/// <param name="FormerGoodUntil">Until when the one before stays good; null when it ended at once.</param>
internal sealed record NewCredentialShape(string UserName, string Password, DateTimeOffset? FormerGoodUntil);

/// <summary>Body of a rotation.</summary>
/// <param name="OverlapHours">How long the password before stays good, 0 to 720; 0 when left out.</param>
/// <param name="Reason">Why; must not be blank.</param>
internal sealed record RotateBody(double? OverlapHours, string? Reason);

/// <summary>Body of a revocation.</summary>
/// <param name="Reason">Why; must not be blank.</param>
internal sealed record RevokeBody(string? Reason);

/// <summary><c>/api/v1/devices</c>.</summary>
internal static class DevicesApi
{
    private const int LongestReason = 2000;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/devices").WithTags("Devices");
        group.MapGet("", async (IDevices devices, CurrentScope scope, CancellationToken cancellationToken) =>
        {
            IReadOnlyList<DeviceRow> rows = await devices.ListAsync(scope.Required, cancellationToken);
            return TypedResults.Ok(new ListShape<DeviceShape>([.. rows.Select(DeviceShape.Of)], rows.Count, null));
        }).WithSummary("Devices of the sites in the caller's scope");
        group.MapGet("/{id:int}", async Task<IResult> (int id, IDevices devices, CurrentScope scope, CancellationToken cancellationToken) =>
            await devices.FindAsync(scope.Required, id, cancellationToken) is { } device ? TypedResults.Ok(DeviceDetailShape.Of(device)) : NotFound())
            .WithSummary("One device and the state of its credentials").Produces<DeviceDetailShape>().ProducesProblem(404);
        group.MapPost("/{id:int}/credentials/rotate", RotateAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Gives a new password, told once; the one before stays good for the overlap. Administrators and the company's safety officers")
            .Produces<NewCredentialShape>().ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
        group.MapPost("/{id:int}/credentials/revoke", RevokeAsync).AddEndpointFilter<AntiforgeryFilter>()
            .WithSummary("Shuts the device out and ends its connections. Administrators and the company's safety officers")
            .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> RotateAsync(int id, RotateBody? body, IDevices devices, CurrentScope scope, CancellationToken cancellationToken)
    {
        double hours = body?.OverlapHours ?? 0;
        if (!(hours >= 0 && hours <= DeviceRules.LongestOverlap.TotalHours))
            return Refused("overlapHours", "must be 0 to 720");
        if (body?.Reason?.Length > LongestReason)
            return Refused("reason", "must be at most 2000 characters");
        if (await devices.FindAsync(scope.Required, id, cancellationToken) is not { } device)
            return NotFound();
        DeviceAct act = await devices.RotateAsync(
            scope.Required, device.Row.SiteSlug, device.Row.Key, TimeSpan.FromHours(hours), body?.Reason ?? "", cancellationToken);
        return act.Credential is { } made
            ? TypedResults.Ok(new NewCredentialShape(made.UserName, made.Password, act.FormerGoodUntil?.ToDateTimeOffset()))
            : Answer(act.Outcome);
    }

    private static async Task<IResult> RevokeAsync(int id, RevokeBody? body, IDevices devices, CurrentScope scope, CancellationToken cancellationToken)
    {
        if (body?.Reason?.Length > LongestReason)
            return Refused("reason", "must be at most 2000 characters");
        if (await devices.FindAsync(scope.Required, id, cancellationToken) is not { } device)
            return NotFound();
        return Answer((await devices.RevokeAsync(scope.Required, device.Row.SiteSlug, device.Row.Key, body?.Reason ?? "", cancellationToken)).Outcome);
    }

    private static IResult Answer(ActOutcome outcome) => outcome switch
    {
        ActOutcome.Done => TypedResults.NoContent(),
        ActOutcome.NotFound => NotFound(),
        ActOutcome.NotPermittedForRole => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "The caller's role does not permit it."),
        ActOutcome.ReasonMissing => Refused("reason", "must not be blank"),
        _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
    };

    private static IResult NotFound() => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such device.");

    private static IResult Refused(string key, string why) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [key] = [why] });
}
