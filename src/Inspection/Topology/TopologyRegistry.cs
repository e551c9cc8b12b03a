using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Topology;

/// <summary>The topology as the relational store keeps it, read whole and kept until its revision changes.</summary>
internal sealed class TopologyRegistry(
    IDbContextFactory<K3Context> contexts, RelationalWriter writer, TopologyChanges changes, TimeProvider time) : ITopologyRegistry, IDisposable
{
    /// <summary>How long a change by another process may stay unseen.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Known? known;

    /// <inheritdoc />
    public async ValueTask<TopologySnapshot> GetAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).Snapshot;

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> DescribeAsync(int deviceId, DeviceDescription description, Instant received, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(description);
        (IReadOnlyList<string> refused, bool changed) = await writer.WriteAsync(
            (context, token) => DescriptionIntake.TakeAsync(context, deviceId, description, received, token), cancellationToken).ConfigureAwait(false);
        if (changed)
            changes.Announce();
        return refused;
    }

    /// <inheritdoc />
    public Task StatusAsync(int deviceId, bool online, Instant received, CancellationToken cancellationToken) => writer.WriteAsync(
        async (context, token) =>
        {
            if (await context.Devices.FirstOrDefaultAsync(d => d.Id == deviceId, token).ConfigureAwait(false) is not { } device)
                return;
            device.Online = online;
            Hear(device, received);
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task SeenAsync(IReadOnlyDictionary<int, Instant> lastReceived, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lastReceived);
        if (lastReceived.Count == 0)
            return;
        await writer.WriteAsync(
            async (context, token) =>
            {
                int[] ids = [.. lastReceived.Keys];
                foreach (Device device in await context.Devices.Where(d => ids.Contains(d.Id)).ToListAsync(token).ConfigureAwait(false))
                    Hear(device, lastReceived[device.Id]);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => reading.Dispose();

    private static void Hear(Device device, Instant received)
    {
        if (device.LastSeen is not { } last || received > last)
            device.LastSeen = received;
    }

    /// <summary>The present topology with the credentials, which stay within this project.</summary>
    internal async ValueTask<ReadTopology> ReadAsync(CancellationToken cancellationToken)
    {
        if (known is { } fresh && IsFresh(fresh))
            return fresh.Topology;
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (known is { } meanwhile && IsFresh(meanwhile))
                return meanwhile.Topology;
            return (known = await LookAsync(known, cancellationToken).ConfigureAwait(false)).Topology;
        }
        finally
        {
            reading.Release();
        }
    }

    private bool IsFresh(Known what) => what.Version == changes.Version && time.GetElapsedTime(what.Looked) < LookEvery;

    private async Task<Known> LookAsync(Known? before, CancellationToken cancellationToken)
    {
        long version = changes.Version;
        long looked = time.GetTimestamp();
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            if (before is not null && await TopologyReading.RevisionAsync(context, cancellationToken).ConfigureAwait(false) == before.Topology.Snapshot.Revision)
                return before with { Version = version, Looked = looked };
            return new Known(await TopologyReading.ReadAsync(context, cancellationToken).ConfigureAwait(false), version, looked);
        }
    }

    private sealed record Known(ReadTopology Topology, long Version, long Looked);
}
