using System.Collections.Concurrent;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>A registry that the test fills.</summary>
internal sealed class FakeRegistry : ITopologyRegistry, IDeviceCredentials
{
    public TopologySnapshot Snapshot { get; set; } = Plant.Topology();

    private readonly Changes changes = new();
    private int asked;

    public Exception? Broken { get; set; }

    public ConcurrentQueue<(int Device, DeviceDescription Description)> Described { get; } = new();

    public ConcurrentQueue<(int Device, bool Online)> Statuses { get; } = new();

    public ConcurrentDictionary<int, Instant> Seen { get; } = new();

    public Task Until(Func<FakeRegistry, bool> holds) => changes.Until(() => holds(this));

    /// <summary>How often the topology was asked for.</summary>
    public int Asked => asked;

    public ValueTask<TopologySnapshot> GetAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        changes.Changed();
        return Broken is { } e ? throw e : ValueTask.FromResult(Snapshot);
    }

    /// <summary>Devices that are shut out.</summary>
    public ConcurrentDictionary<string, byte> Revoked { get; } = new();

    /// <summary>Ends what was proved before, as a rotation without overlap does.</summary>
    public ConcurrentDictionary<DeviceProof, byte> Ended { get; } = new();

    public ConcurrentQueue<DeviceProof> Proved { get; } = new();

    public ValueTask<DeviceProof?> ByPasswordAsync(string device, string password, CancellationToken cancellationToken) =>
        password == Plant.Password ? ByCertificateAsync(device, cancellationToken) : Broken is { } e ? throw e : ValueTask.FromResult<DeviceProof?>(null);

    public ValueTask<DeviceProof?> ByCertificateAsync(string device, CancellationToken cancellationToken)
    {
        if (Broken is { } e)
            throw e;
        if (!Snapshot.Devices.ContainsKey(device) || Revoked.ContainsKey(device))
            return ValueTask.FromResult<DeviceProof?>(null);
        var proof = new DeviceProof(device);
        Proved.Enqueue(proof);
        return ValueTask.FromResult<DeviceProof?>(proof);
    }

    public ValueTask<bool> HoldsAsync(DeviceProof proof, CancellationToken cancellationToken) =>
        ValueTask.FromResult(!Revoked.ContainsKey(proof.Device) && !Ended.Keys.Any(p => ReferenceEquals(p, proof)));

    public Task<IReadOnlyList<string>> DescribeAsync(int deviceId, DeviceDescription description, Instant received, CancellationToken cancellationToken)
    {
        Described.Enqueue((deviceId, description));
        IReadOnlyList<string> faults = [.. description.Channels.Where(c => c.QuantityId == "nonsense").Select(c => $"{c.Name}: no quantity is called nonsense")];
        return Task.FromResult(faults);
    }

    public Task StatusAsync(int deviceId, bool online, Instant received, CancellationToken cancellationToken)
    {
        Statuses.Enqueue((deviceId, online));
        changes.Changed();
        return Task.CompletedTask;
    }

    public Task SeenAsync(IReadOnlyDictionary<int, Instant> lastReceived, CancellationToken cancellationToken)
    {
        foreach ((int device, Instant at) in lastReceived)
            Seen[device] = at;
        changes.Changed();
        return Task.CompletedTask;
    }
}
