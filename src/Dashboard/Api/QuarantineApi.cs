using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary>A quarantined message.</summary>
/// <param name="Id">Key.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="Site">Site by topic; null when the topic names none.</param>
/// <param name="Device">Device by topic; null when the topic names none.</param>
/// <param name="Topic">Topic.</param>
/// <param name="Reason">Stable code.</param>
/// <param name="Detail">Where and why.</param>
/// <param name="Bytes">Length of what was kept.</param>
/// <param name="PayloadBase64">What was kept, byte for byte.</param>
internal sealed record QuarantineShape(int Id, DateTimeOffset Received, string? Site, string? Device, string Topic, string Reason, string Detail, int Bytes, string PayloadBase64)
{
    public static QuarantineShape Of(QuarantineRow row) => new(
        row.Id, row.Message.Received.ToDateTimeOffset(), row.Message.SiteSlug, row.Message.DeviceKey, row.Message.Topic, row.Message.Reason, row.Message.Detail,
        row.Message.Payload.Length, Convert.ToBase64String(row.Message.Payload.Span));
}

/// <summary><c>/api/v1/quarantine</c>.</summary>
internal static class QuarantineApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/quarantine", ListAsync).WithTags("Quarantine").WithSummary("Messages that could not be used, newest first")
            .Produces<ListShape<QuarantineShape>>().ProducesValidationProblem();
        api.MapGet("/quarantine/counts", async (IQuarantine quarantine, CurrentScope scope, CancellationToken cancellationToken) =>
            TypedResults.Ok(await quarantine.CountAsync(scope.Required, cancellationToken))).WithTags("Quarantine").WithSummary("How many are kept, by reason");
    }

    private static async Task<IResult> ListAsync(string? reason, string? size, string? cursor, IQuarantine quarantine, CurrentScope scope, CancellationToken cancellationToken)
    {
        QueryReading read = new();
        PageRequest page = read.Page(size, cursor);
        if (read.HasErrors)
            return TypedResults.ValidationProblem(read.Errors);
        try
        {
            Page<QuarantineRow> rows = await quarantine.ListAsync(scope.Required, string.IsNullOrEmpty(reason) ? null : reason, page, cancellationToken);
            return TypedResults.Ok(new ListShape<QuarantineShape>([.. rows.Items.Select(QuarantineShape.Of)], rows.Total, rows.NextCursor));
        }
        catch (FormatException)
        {
            read.Refuse("cursor", "is not a cursor of this list");
            return TypedResults.ValidationProblem(read.Errors);
        }
    }
}
