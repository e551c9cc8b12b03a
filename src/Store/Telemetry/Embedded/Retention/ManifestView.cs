namespace K3Monitor.Store.Telemetry.Embedded.Retention;

/// <summary>A manifest with a lease on what it names, until it is disposed.</summary>
internal sealed class ManifestView(Manifest manifest, FileSet.Lease lease) : IDisposable
{
    public Manifest Manifest { get; } = manifest;

    public void Dispose() => lease.Dispose();
}
