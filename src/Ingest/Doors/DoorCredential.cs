using System.Text;
using K3Monitor.Ingest.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace K3Monitor.Ingest.Doors;

/// <summary>What a request signs in with: the credential of a device, in any of the ways that clients of InfluxDB know.</summary>
/// <param name="Device"><c>site/device</c>.</param>
/// <param name="Password">Its password.</param>
internal sealed record DoorCredential(string Device, string Password)
{
    private static readonly string[] TokenSchemes = ["Bearer ", "Token "];

    /// <summary>
    /// <c>Authorization: Basic</c>, <c>Bearer site/device:password</c>, <c>Token site/device:password</c> (as InfluxDB 1.8 takes a user
    /// and password from clients of 2.x), or the query's <c>u</c> and <c>p</c>; null when there is none.
    /// </summary>
    public static DoorCredential? Of(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return BinaryText.FromBase64(header[6..].Trim()) is { } bytes ? Split(Encoding.UTF8.GetString(bytes)) : null;
        foreach (string scheme in TokenSchemes)
        {
            if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return Split(header[scheme.Length..].Trim());
        }

        return header.Length == 0 && request.Query.TryGetValue("u", out StringValues user) && request.Query.TryGetValue("p", out StringValues password)
            ? new DoorCredential(user.ToString(), password.ToString())
            : null;
    }

    private static DoorCredential? Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new DoorCredential(text[..colon], text[(colon + 1)..]) : null;
    }
}
