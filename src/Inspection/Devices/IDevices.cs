using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Devices;

/// <summary>Adds devices and gives them passwords. Only an administrator may; each change is a row of the record.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IDevices
{
    /// <summary>The devices in scope, by site and key.</summary>
    Task<IReadOnlyList<DeviceRow>> ListAsync(AccessScope by, CancellationToken cancellationToken);

    /// <summary>Adds a device and gives its password; null when there is no such site in scope, or the device is there already.</summary>
    /// <exception cref="UnauthorizedAccessException"><paramref name="by"/> is not an administrator.</exception>
    /// <exception cref="ArgumentException">The key is not lower-case letters, digits and single hyphens.</exception>
    Task<DeviceCredential?> AddAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken);

    /// <summary>Gives a new password, which ends the old one and a revocation; null when there is no such device in scope.</summary>
    /// <exception cref="UnauthorizedAccessException"><paramref name="by"/> is not an administrator.</exception>
    Task<DeviceCredential?> RotateAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken);

    /// <summary>Shuts a device out; false when there is no such device in scope.</summary>
    /// <exception cref="UnauthorizedAccessException"><paramref name="by"/> is not an administrator.</exception>
    Task<bool> RevokeAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken);
}
