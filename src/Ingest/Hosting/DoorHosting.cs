using K3Monitor.Ingest.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Ingest.Hosting;

/// <summary>Composes the doors for devices that write over HTTP into a host that has the broker and the formats of the field.</summary>
internal static class DoorHosting
{
    /// <summary>Registers the doors.</summary>
    public static IServiceCollection AddK3Doors(this IServiceCollection services, DoorOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<DoorDesk>();
        services.AddSingleton<TelemetryDoor>();
        services.AddSingleton<InfluxDoor>();
        return services;
    }

    /// <summary>
    /// Maps the doors. Open to all as far as sessions go: whoever comes this way signs in with a device's credential, and a cookie is
    /// worth nothing here, so that no forged request of a browser can write.
    /// </summary>
    public static void MapK3Doors(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<DoorOptions>().Enabled)
            return;
        TelemetryDoor telemetry = app.Services.GetRequiredService<TelemetryDoor>();
        InfluxDoor influx = app.Services.GetRequiredService<InfluxDoor>();
        app.MapPost("/api/v1/telemetry", (Delegate)telemetry.TakeAsync).AllowAnonymous().WithTags("Telemetry")
            .WithSummary("Takes one message of a device in any format; by the device's credential only. The answer comes when it is durable")
            .Produces<TelemetryAnswer>().Produces<TelemetryAnswer>(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413).ProducesProblem(429).ProducesProblem(503);
        Plain(app.MapPost("/api/v2/write", influx.WriteTwoAsync));
        Plain(app.MapPost("/write", influx.WriteOneAsync));
        Plain(app.MapMethods("/query", [HttpMethods.Get, HttpMethods.Post], influx.QueryAsync));
        Plain(app.MapMethods("/ping", [HttpMethods.Get, HttpMethods.Head], InfluxDoor.PingAsync));

        // The path is a page of ours too; a browser asks for HTML, a client of InfluxDB for JSON.
        app.UseWhen(IsProbe, probe => probe.Run(InfluxDoor.HealthAsync));
    }

    private static bool IsProbe(HttpContext http) =>
        http.Request.Path == "/health" && HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString() is { } accept
        && accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static void Plain(IEndpointConventionBuilder endpoint) => endpoint.AllowAnonymous().WithMetadata(new ExcludeFromDescriptionAttribute());
}
