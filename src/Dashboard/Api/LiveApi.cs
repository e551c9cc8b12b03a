using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Live;
using K3Monitor.Inspection.Sites;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace K3Monitor.Dashboard.Api;

/// <summary><c>/api/v1/live</c>: server-sent events.</summary>
internal static class LiveApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/live", OpenAsync).WithTags("Live")
            .WithSummary("Server-sent events: hello, values, incidents, beat. With ?site= the values of that site; without, incidents only")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> OpenAsync(
        string? site, LiveFeed feed, ISites sites, CurrentScope scope, IHostApplicationLifetime life, HttpContext http, CancellationToken cancellationToken)
    {
        QueryReading read = new();
        int key = read.Whole("site", site, 0, 1, int.MaxValue);
        if (read.HasErrors)
            return TypedResults.ValidationProblem(read.Errors);
        SiteView? view = key == 0 ? null : await sites.FindAsync(scope.Required, key, cancellationToken);
        if (key != 0 && view is null)
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such site.");
        // Without this an open page holds back the shutdown until the host's patience ends.
        CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.ApplicationStopping);
        http.Response.RegisterForDispose(ended);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(feed.ReadAsync(scope.Required, view, ended.Token));
    }
}
