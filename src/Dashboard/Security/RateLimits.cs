using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Dashboard.Security;

/// <summary>How often one caller may try; what is beyond is answered with 429 and never queued.</summary>
internal static class RateLimits
{
    public const string Api = "api";

    public static void Add(IServiceCollection services, DashboardOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };
        limiter.AddPolicy(Api, http => PerMinute(Caller(http), options.ApiCallsPerMinute));
        // Sign-in is a page, and a page's policy would count its display too: only the attempts are counted.
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/account")
                ? PerMinute("sign-in " + Address(http), options.SignInAttemptsPerMinute)
                : RateLimitPartition.GetNoLimiter(""));
    });

    private static RateLimitPartition<string> PerMinute(string caller, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        caller, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    private static string Caller(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? Address(http);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
