using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Devices;

/// <summary>
/// Adds devices and changes their credentials. An administrator may do all of it, a safety officer rotate and revoke within
/// his company. Each change is a row of the record with who did it and why.
/// </summary>
/// <remarks>Safe from any thread. A serving process takes a change by another process up within a second or two.</remarks>
public interface IDevices
{
    /// <summary>The devices in scope, by site and key.</summary>
    Task<IReadOnlyList<DeviceRow>> ListAsync(AccessScope by, CancellationToken cancellationToken);

    /// <summary>One device; null when there is none in scope.</summary>
    Task<DeviceDetail?> FindAsync(AccessScope by, int id, CancellationToken cancellationToken);

    /// <summary>Adds a device and gives its password; null when there is no such site in scope, or the device is there already.</summary>
    /// <exception cref="UnauthorizedAccessException"><paramref name="by"/> is not an administrator.</exception>
    /// <exception cref="ArgumentException">The key is not lower-case letters, digits and single hyphens.</exception>
    Task<DeviceCredential?> AddAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a new password, which also ends a revocation. The one before stays good for <paramref name="overlap"/>; one that
    /// was revoked does not, and the one before that ends now.
    /// </summary>
    /// <param name="by">Who does it.</param>
    /// <param name="siteSlug">Site in topics.</param>
    /// <param name="deviceKey">Device in topics.</param>
    /// <param name="overlap">Zero to <see cref="DeviceRules.LongestOverlap"/>.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is out of its range.</exception>
    Task<DeviceAct> RotateAsync(AccessScope by, string siteSlug, string deviceKey, TimeSpan overlap, string reason, CancellationToken cancellationToken);

    /// <summary>Shuts a device out, whatever it signs in with; its open connections are ended.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="siteSlug">Site in topics.</param>
    /// <param name="deviceKey">Device in topics.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<DeviceAct> RevokeAsync(AccessScope by, string siteSlug, string deviceKey, string reason, CancellationToken cancellationToken);
}

/// <summary>Bounds of acts on devices.</summary>
public static class DeviceRules
{
    /// <summary>How long a former password may stay good at most.</summary>
    public static TimeSpan LongestOverlap { get; } = TimeSpan.FromDays(30);
}
