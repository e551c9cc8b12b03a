using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>The password of a device, told once and never again.</summary>
/// <param name="SiteSlug">Site in topics.</param>
/// <param name="DeviceKey">Device in topics.</param>
/// <param name="UserName">Name to sign in with at the broker: <c>site/device</c>.</param>
/// <param name="Password">The password.</param>
public sealed record DeviceCredential(string SiteSlug, string DeviceKey, string UserName, string Password);

/// <summary>What an import did.</summary>
/// <param name="Changes">What was added or changed, in English, in the order of the file; empty when everything was so already.</param>
/// <param name="Credentials">Passwords of devices that are new.</param>
public sealed record SiteImport(IReadOnlyList<string> Changes, IReadOnlyList<DeviceCredential> Credentials);

/// <summary>Brings sites to what a file says.</summary>
public interface ISiteImporter
{
    /// <summary>
    /// Adds what is new and changes what differs, found by slugs, in one transaction; the same file again changes
    /// nothing. What is in the store but not in the file stays: nothing that was ever measured loses its place. Only
    /// the shifts of an area are made exactly those of the file.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException"><paramref name="by"/> is not an administrator.</exception>
    /// <exception cref="InvalidOperationException">A site of the file belongs to another company, or a point or channel would change its quantity.</exception>
    Task<SiteImport> ImportAsync(AccessScope by, SiteFile file, CancellationToken cancellationToken);
}
