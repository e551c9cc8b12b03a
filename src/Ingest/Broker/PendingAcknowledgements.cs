using System.Collections.Concurrent;

namespace K3Monitor.Ingest.Broker;

/// <summary>
/// The commits on which the acknowledgements of one session wait, by packet identifier. Lives in the session's items, so
/// that it survives the connection being taken over; a reused identifier replaces the former commit.
/// </summary>
internal sealed class PendingAcknowledgements
{
    private readonly ConcurrentDictionary<ushort, Task> commits = new();

    /// <summary>Packet identifier of the publish that is just being received; one connection receives one packet at a time.</summary>
    public ushort Current { get; set; }

    public void Await(Task commit) => commits[Current] = commit;

    public Task Take(ushort packetId) => commits.TryRemove(packetId, out Task? commit) ? commit : Task.CompletedTask;
}
