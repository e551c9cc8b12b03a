using System.Diagnostics.Metrics;
using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace K3Monitor.Dashboard.Api;

/// <summary>The condition of the installation for whoever watches over it; no detail, because anybody may ask.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>failed</c>: the worst of the parts.</param>
/// <param name="Parts">Condition of each part.</param>
internal sealed record ReadyShape(PartCondition Status, IReadOnlyDictionary<string, PartCondition> Parts);

/// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal static class HealthApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        FiguresFromTheStart.Listen();
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
    /// The exporter would listen from its first reading on and forget a figure that did not move for five minutes; accepted
    /// minus stored would then never return to 0. So it listens before any part of the product runs, and our own figures
    /// stay for a day after they moved, which is the longest that the library takes.
    /// </summary>
    private static class FiguresFromTheStart
    {
        private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
        private static readonly Lazy<IDisposable[]> Listening = new(() =>
        [
            MeterAdapter.StartListening(new MeterAdapterOptions { InstrumentFilterPredicate = IsOurs, MetricsExpireAfter = Longest }),
            MeterAdapter.StartListening(new MeterAdapterOptions { InstrumentFilterPredicate = i => !IsOurs(i) }),
        ]);

        /// <summary>Begins to listen, once a process.</summary>
        public static void Listen()
        {
            Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions { SuppressMeters = true });
            _ = Listening.Value;
        }

        private static bool IsOurs(Instrument instrument) => instrument.Meter.Name.StartsWith("K3Monitor", StringComparison.Ordinal);
    }
}
