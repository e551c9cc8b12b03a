using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace K3Monitor.Dashboard.Api;

/// <summary>
/// Serves the script of the API reference from the package itself, so that <c>/reference</c> works without the internet.
/// The page around it is ours: the package's own page carries inline script, which our policy forbids.
/// </summary>
internal static class ApiReference
{
    public static void Map(IEndpointRouteBuilder app) => app.MapScalarApiReference("/reference/engine");
}
