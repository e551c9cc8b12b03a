using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Topology;

/// <summary>Says that sites or devices changed: to other processes by a number in the database, to this one at once.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class TopologyChanges
{
    private long version;

    /// <summary>Grows with each change in this process.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>Counts the change in the caller's transaction.</summary>
    public static async Task CountAsync(K3Context context, CancellationToken cancellationToken)
    {
        TopologyRevision revision = await context.TopologyRevisions.SingleAsync(r => r.Id == TopologyRevision.OnlyRow, cancellationToken).ConfigureAwait(false);
        revision.Revision++;
    }

    /// <summary>Called after the transaction is committed.</summary>
    public void Announce() => Interlocked.Increment(ref version);
}
