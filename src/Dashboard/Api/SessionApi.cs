using K3Monitor.Dashboard.Access;
using K3Monitor.Store.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary>Who the caller is.</summary>
internal sealed record MeShape(string User, string Name, Role Role, IReadOnlyList<string> Provinces, int? Company);

/// <summary>The token that a changing call must carry.</summary>
internal sealed record TokenShape(string Header, string Token);

/// <summary><c>/api/v1/me</c> and <c>/api/v1/antiforgery</c>.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me", (CurrentScope scope) =>
        {
            AccessScope s = scope.Required;
            return TypedResults.Ok(new MeShape(s.UserId, s.DisplayName, s.Role, s.Provinces, s.CompanyId));
        }).WithTags("Session").WithSummary("The caller and his scope");
        api.MapGet("/antiforgery", (IAntiforgery antiforgery, HttpContext http) =>
        {
            AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(http);
            return TypedResults.Ok(new TokenShape(tokens.HeaderName!, tokens.RequestToken!));
        }).WithTags("Session").WithSummary("The token for calls that change something");
    }
}
