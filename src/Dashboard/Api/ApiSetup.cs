using System.Text.Json;
using System.Text.Json.Serialization;
using K3Monitor.Dashboard.Api.Claims;
using K3Monitor.Dashboard.Api.Devices;
using K3Monitor.Dashboard.Api.Gaps;
using K3Monitor.Dashboard.Api.Retention;
using K3Monitor.Dashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace K3Monitor.Dashboard.Api;

/// <summary>The API under <c>/api/v1</c>: one file a resource, all mapped here.</summary>
internal static class ApiSetup
{
    public static void Add(IServiceCollection services)
    {
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
        services.AddProblemDetails(problem => problem.CustomizeProblemDetails = Failures.Explain);
        services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "K3Monitor",
                Version = "v1",
                Description = "Incidents, sites, points, devices, quarantine, rule packs, calculator and live values. Times are ISO 8601 in UTC, numbers are plain JSON, errors are problem details (RFC 9457).",
            };
            return Task.CompletedTask;
        }));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1").RequireRateLimiting(RateLimits.Api).DisableAntiforgery();
        api.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);
        IncidentsApi.Map(api);
        SitesApi.Map(api);
        PointsApi.Map(api);
        GapsApi.Map(api);
        Exposures.ExposuresApi.Map(api);
        DevicesApi.Map(api);
        FieldApi.Map(api);
        ClaimsApi.Map(api);
        QuarantineApi.Map(api);
        RetentionApi.Map(api);
        PacksApi.Map(api);
        CalcApi.Map(api);
        LiveApi.Map(api);
        SessionApi.Map(api);
        app.MapOpenApi("/openapi/{documentName}.json");
        // Serves the reference's script from its package, so that /reference works without the internet. The page around
        // it is ours: the package's own carries inline script, which our policy forbids.
        app.MapScalarApiReference("/reference/engine");
        HealthApi.Map(app);
    }
}
