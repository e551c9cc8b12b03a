using K3Monitor.Store.Access;
using Microsoft.AspNetCore.Http;

namespace K3Monitor.Dashboard.Access;

/// <summary>
/// The one place from which pages and endpoints learn who asks. It is filled when the session cookie is checked, from
/// the account as it stands now, so that a province taken away is gone with the next request.
/// </summary>
internal sealed class CurrentScope(IHttpContextAccessor accessor)
{
    private static readonly object Key = new();

    /// <summary>The scope of the caller.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint is open to all and must not ask.</exception>
    public AccessScope Required => Optional ?? throw new InvalidOperationException("No user is signed in.");

    /// <summary>The scope of the caller; null when nobody is signed in.</summary>
    public AccessScope? Optional => accessor.HttpContext is { } http && http.Items.TryGetValue(Key, out object? value) ? (AccessScope?)value : null;

    internal static void Set(HttpContext http, AccessScope? scope) => http.Items[Key] = scope;
}
