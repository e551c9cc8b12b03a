using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prometheus;

namespace K3Monitor.Dashboard.Api;

/// <summary>The condition of the installation for whoever watches over it; no detail, because anybody may ask.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>failed</c>: the worst of the parts.</param>
/// <param name="Parts">Condition of each part.</param>
internal sealed record ReadyShape(PartCondition Status, IReadOnlyDictionary<string, PartCondition> Parts);

/// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal static class HealthApi
{
    public static void Add(IServiceCollection services) => services.AddHostedService<FiguresFromTheStart>();

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", (HealthBoard board) =>
        {
            IReadOnlyList<PartHealth> parts = board.Parts;
            PartCondition worst = parts.Count == 0 ? PartCondition.Healthy : parts.Max(p => p.Condition);
            ReadyShape shape = new(worst, parts.ToDictionary(p => p.Part, p => p.Condition));
            return TypedResults.Json(shape, statusCode: worst == PartCondition.Failed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapMetrics("/metrics").RequireAuthorization(Policies.Figures);
    }

    /// <summary>
    /// The exporter begins to count when it is asked for the first time. Whatever happened before would be missing from
    /// the counters, and accepted minus stored would never return to 0; so it is asked once at the start.
    /// </summary>
    private sealed class FiguresFromTheStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
