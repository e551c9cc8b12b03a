using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Topology;

/// <summary>Credentials as the registry has read them last.</summary>
internal sealed class DeviceCredentials(TopologyRegistry registry, DeviceSignIn signIn, TimeProvider time) : IDeviceCredentials
{
    /// <inheritdoc />
    public async ValueTask<DeviceProof?> ByPasswordAsync(string device, string password, CancellationToken cancellationToken)
    {
        StoredCredential? stored = await FindAsync(device, cancellationToken).ConfigureAwait(false);
        if (await signIn.VerifyAsync(device, stored?.Hash, password, cancellationToken).ConfigureAwait(false))
            return new DeviceProof(device) { PasswordHash = stored!.Hash };
        return FormerNow(stored) is { } former && await signIn.VerifyAsync(device, former, password, cancellationToken).ConfigureAwait(false)
            ? new DeviceProof(device) { PasswordHash = former }
            : null;
    }

    /// <inheritdoc />
    public async ValueTask<DeviceProof?> ByCertificateAsync(string device, CancellationToken cancellationToken) =>
        await FindAsync(device, cancellationToken).ConfigureAwait(false) is null ? null : new DeviceProof(device);

    /// <inheritdoc />
    public async ValueTask<bool> HoldsAsync(DeviceProof proof, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return await FindAsync(proof.Device, cancellationToken).ConfigureAwait(false) is { } stored
            && (proof.PasswordHash is null || proof.PasswordHash == stored.Hash || proof.PasswordHash == FormerNow(stored));
    }

    private async ValueTask<StoredCredential?> FindAsync(string device, CancellationToken cancellationToken) =>
        (await registry.ReadAsync(cancellationToken).ConfigureAwait(false)).Credentials.GetValueOrDefault(device);

    private string? FormerNow(StoredCredential? stored) =>
        stored is { FormerHash: { } former, FormerUntil: { } until } && Instant.Now(time) < until ? former : null;
}
