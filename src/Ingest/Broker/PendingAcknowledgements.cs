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

    public void Await(ushort packetId, Task commit) => commits[packetId] = commit;

    /// <summary>The message was refused: its answer waits for nothing and counts as no acknowledgement.</summary>
    public void Forget(ushort packetId) => commits.TryRemove(packetId, out _);

    /// <summary>The commit that the answer waits for; null when it answers a refusal.</summary>
    public Task? Take(ushort packetId) => commits.TryRemove(packetId, out Task? commit) ? commit : null;
}
