using System.Net;
using K3Monitor.Store.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Dashboard.Access;

/// <summary>Who may reach what. Whatever names no policy needs a signed-in user.</summary>
internal static class Policies
{
    /// <summary>The figures of the installation: its own machine, or someone who sees everything.</summary>
    public const string Figures = "figures";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, FiguresHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Figures, policy => policy.AddRequirements(new FiguresRequirement()));
    }

    private sealed class FiguresRequirement : IAuthorizationRequirement;

    private sealed class FiguresHandler : AuthorizationHandler<FiguresRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FiguresRequirement requirement)
        {
            if (context.Resource is HttpContext http && (IsLocal(http) || SeesAll(http)))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }

        // Behind a proxy on the same machine every caller looks local; the header gives that away.
        private static bool IsLocal(HttpContext http) =>
            http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");

        private static bool SeesAll(HttpContext http) =>
            http.User.Identity?.IsAuthenticated == true
            && http.RequestServices.GetRequiredService<CurrentScope>().Optional is { Role: Role.Administrator or Role.Auditor };
    }
}
