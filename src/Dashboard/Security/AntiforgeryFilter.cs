using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Dashboard.Security;

/// <summary>
/// A call that changes something and is carried by the session cookie must prove that it comes from our own page
/// (header <c>RequestVerificationToken</c>, from <c>GET /api/v1/antiforgery</c>).
/// </summary>
internal sealed class AntiforgeryFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        IAntiforgery antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: "The anti-forgery token is missing or wrong.", detail: "Send the header RequestVerificationToken with the token of GET /api/v1/antiforgery.");
    }
}
