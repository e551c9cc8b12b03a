using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Opening;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Topology;

/// <summary>The topology as the relational store keeps it, read whole and kept until its revision changes.</summary>
internal sealed class TopologyRegistry(
    IDbContextFactory<K3Context> contexts, RelationalWriter writer, TopologyChanges changes, TimeProvider time) : ITopologyRegistry
{
    /// <summary>
    /// How long a caller waits, in real time, for a database that does not answer, before he goes on with what is known:
    /// devices sign in and publish while the database is away, by what it said last.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a change by another process may stay unseen.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock reading = new();
    private volatile Known? known;
    private Look? look;

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
        // A change of this process's own is committed: whoever asks after it must see it, also when he finds an older look under way.
        long wanted = changes.Version;
        while (true)
        {
            Look looking = LookNow();
            if (known is { } before && before.Version >= wanted)
            {
                // Who has waited once for a database that is away does not wait again until it has answered.
                if (!before.IsAway)
                    await Task.WhenAny(looking.Found, looking.PatienceEnds).WaitAsync(cancellationToken).ConfigureAwait(false);
                if (!looking.Found.IsCompleted)
                    return before.Topology;
            }

            Known found = await looking.Found.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (found.Version >= wanted)
                return found.Topology;
        }
    }

    /// <summary>One look at a time, whoever asks; it belongs to none of them and is not cancelled with any.</summary>
    private Look LookNow()
    {
        lock (reading)
        {
            if (look is { Found.IsCompleted: false } running)
                return running;
            if (known is { } meanwhile && IsFresh(meanwhile))
                return new Look(Task.FromResult(meanwhile), Task.CompletedTask);
            return look = new Look(Task.Run(() => LookAndKeepAsync(known)), Task.Delay(Patience));
        }
    }

    /// <summary>A database that is away leaves what is known in force until the next look.</summary>
    private async Task<Known> LookAndKeepAsync(Known? before)
    {
        long version = changes.Version;
        try
        {
            return known = await LookAsync(before, version, time.GetTimestamp()).ConfigureAwait(false);
        }
        catch (Exception fault) when (before is not null && DatabaseFault.IsAway(fault))
        {
            return known = before with { Version = version, Looked = time.GetTimestamp(), IsAway = true };
        }
    }

    private bool IsFresh(Known what) => what.Version == changes.Version && time.GetElapsedTime(what.Looked) < LookEvery;

    private async Task<Known> LookAsync(Known? before, long version, long looked)
    {
        K3Context context = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            if (before is not null && await TopologyReading.RevisionAsync(context, CancellationToken.None).ConfigureAwait(false) == before.Topology.Snapshot.Revision)
                return before with { Version = version, Looked = looked, IsAway = false };
            return new Known(await TopologyReading.ReadAsync(context, CancellationToken.None).ConfigureAwait(false), version, looked);
        }
    }

    /// <summary>A look under way.</summary>
    /// <param name="Found">What it finds.</param>
    /// <param name="PatienceEnds">When its callers go on with what is known; the same instant for all of them.</param>
    private sealed record Look(Task<Known> Found, Task PatienceEnds);

    /// <summary>What was read.</summary>
    /// <param name="Topology">The topology.</param>
    /// <param name="Version">How many changes of this process it holds.</param>
    /// <param name="Looked">When it was read, or was found to hold still.</param>
    /// <param name="IsAway">Whether the database did not answer at the last look.</param>
    private sealed record Known(ReadTopology Topology, long Version, long Looked, bool IsAway = false);
}
