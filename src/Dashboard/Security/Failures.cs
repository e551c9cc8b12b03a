using System.Globalization;
using System.Runtime.ExceptionServices;
using K3Monitor.Dashboard.Access;
using K3Monitor.Store.Relational.Opening;
using K3Monitor.Store.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace K3Monitor.Dashboard.Security;

/// <summary>
/// What a caller gets when something fails: a program gets problem details, a person a page in his language. Neither
/// gets anything of the inside. A store that is away is no fault of the request: 503, and when to ask again.
/// </summary>
internal static class Failures
{
    private const int AskAgainSeconds = 10;
    private static readonly object SessionFault = new();

    public static void Use(IApplicationBuilder app)
    {
        app.UseWhen(http => Sessions.ForMachines(http.Request.Path), machines =>
        {
            machines.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
            machines.UseStatusCodePages();
        });
        app.UseWhen(http => !Sessions.ForMachines(http.Request.Path), people =>
        {
            people.UseExceptionHandler("/error/500");
            people.UseStatusCodePagesWithReExecute("/error/{0}");
        });
    }

    /// <summary>Keeps why a session could not be looked up. Thrown there, it would be thrown again to the page that tells of it.</summary>
    public static void Keep(HttpContext http, Exception fault) => http.Items[SessionFault] = fault;

    /// <summary>Fails a request whose session could not be looked up, unless it is for something that is open to everybody. Behind authentication.</summary>
    public static void UseForSessions(IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Items[SessionFault] is Exception fault && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            ExceptionDispatchInfo.Throw(fault);
        return next(http);
    });

    /// <summary>The status that a failure has earned; null where none was caught.</summary>
    public static int? StatusOf(HttpContext http)
    {
        if (http.Features.Get<IExceptionHandlerFeature>()?.Error is not { } fault)
            return null;
        int status = StatusOf(fault);
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = AskAgainSeconds.ToString(CultureInfo.InvariantCulture);
        return status;
    }

    /// <summary>Completes the problem details of a database that is away.</summary>
    public static void Explain(ProblemDetailsContext problem)
    {
        if (StatusOf(problem.HttpContext) != StatusCodes.Status503ServiceUnavailable)
            return;
        problem.ProblemDetails.Title = "The database or the telemetry store cannot be reached";
        problem.ProblemDetails.Detail =
            "Measurements go on being received and kept. Ask again later; whether a change that was asked for took place must be looked up before it is asked for again.";
    }

    private static int StatusOf(Exception fault) =>
        DatabaseFault.IsAway(fault) || fault is TelemetryStoreUnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
}
