using K3Monitor.Dashboard.Access;
using K3Monitor.Store.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace K3Monitor.Dashboard.Security;

/// <summary>
/// What a caller gets when something fails: a program gets problem details, a person a page in his language. Neither
/// gets anything of the inside.
/// </summary>
internal static class Failures
{
    public static void Use(IApplicationBuilder app)
    {
        app.UseWhen(http => Sessions.ForMachines(http.Request.Path), machines =>
        {
            // A store that is away comes back: the caller may ask again.
            machines.UseExceptionHandler(new ExceptionHandlerOptions
            {
                StatusCodeSelector = e => e is TelemetryStoreUnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
            });
            machines.UseStatusCodePages();
        });
        app.UseWhen(http => !Sessions.ForMachines(http.Request.Path), people =>
        {
            people.UseExceptionHandler("/error/500");
            people.UseStatusCodePagesWithReExecute("/error/{0}");
        });
    }
}
