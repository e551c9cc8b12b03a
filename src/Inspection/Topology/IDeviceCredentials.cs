namespace K3Monitor.Inspection.Topology;

/// <summary>That a device has signed in, and with what; good for as long as that credential is.</summary>
/// <param name="Device"><c>site/device</c>.</param>
public sealed record DeviceProof(string Device)
{
    /// <summary>The stored hash that matched; null where a certificate did.</summary>
    internal string? PasswordHash { get; init; }
}

/// <summary>Which credentials of devices are good now.</summary>
/// <remarks>Safe from any thread. A change made by another process is seen within a second or so.</remarks>
public interface IDeviceCredentials
{
    /// <summary>
    /// The proof for a password; null when the device does not exist, is revoked, or the password is neither its own nor a
    /// former one within its overlap. Takes as long for an unknown device as for a known one, and never throws on bad input.
    /// </summary>
    /// <param name="device"><c>site/device</c>.</param>
    /// <param name="password">The password as given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DeviceProof?> ByPasswordAsync(string device, string password, CancellationToken cancellationToken);

    /// <summary>The proof for a certificate that is trusted and names the device; null when the device does not exist or is revoked.</summary>
    ValueTask<DeviceProof?> ByCertificateAsync(string device, CancellationToken cancellationToken);

    /// <summary>Whether what was proved still holds: the device is not revoked, and its password not replaced.</summary>
    ValueTask<bool> HoldsAsync(DeviceProof proof, CancellationToken cancellationToken);
}
