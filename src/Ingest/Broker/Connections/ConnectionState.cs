namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>
/// What the broker remembers of one connection: which acknowledgements wait for which commits, and which messages of QoS 2
/// are not released yet. A connection that takes a session over begins with a state of its own.
/// </summary>
/// <remarks>Received from by one task and sent to by another; safe for that.</remarks>
internal sealed class ConnectionState
{
    /// <summary>So many acknowledgements may wait; then nothing more is read. Announced as the receive maximum of MQTT 5.</summary>
    public const int MostUnacknowledged = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<ushort, Task> commits = [];
    private readonly HashSet<ushort> unreleased = [];
    private TaskCompletionSource? room;

    /// <summary>Identifier of the publish that is just being received, null for QoS 0; one connection receives one packet at a time.</summary>
    public ushort? Current { get; set; }

    /// <summary>Whether that publish came before and is still held.</summary>
    public bool CurrentIsRepeated { get; set; }

    /// <summary>Whether sending stands still because a commit does, rather than because the peer does not read.</summary>
    public bool WaitsForDisk { get; set; }

    /// <summary>How many topics are subscribed.</summary>
    public int Subscriptions { get; set; }

    /// <summary>The acknowledgement of that identifier waits for the commit; one that was never awaited is never sent.</summary>
    public void Await(ushort packetId, Task commit)
    {
        lock (gate)
            commits[packetId] = commit;
    }

    /// <summary>The commit that an acknowledgement waits for; null for one that nobody awaits.</summary>
    public Task? CommitOf(ushort packetId)
    {
        lock (gate)
            return commits.GetValueOrDefault(packetId);
    }

    /// <summary>The acknowledgement goes out, or never will.</summary>
    public void Done(ushort packetId)
    {
        TaskCompletionSource? free = null;
        lock (gate)
        {
            commits.Remove(packetId);
            if (commits.Count < MostUnacknowledged)
                (free, room) = (room, null);
        }

        free?.TrySetResult();
    }

    /// <summary>Ends when another acknowledgement may wait.</summary>
    public Task RoomAsync()
    {
        lock (gate)
        {
            if (commits.Count < MostUnacknowledged)
                return Task.CompletedTask;
            room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return room.Task;
        }
    }

    /// <summary>Notes a message of QoS 2; false when it is held already.</summary>
    public bool Hold(ushort packetId)
    {
        lock (gate)
            return unreleased.Add(packetId);
    }

    /// <summary>The device releases it: the identifier may stand for another message.</summary>
    public void Release(ushort packetId)
    {
        lock (gate)
            unreleased.Remove(packetId);
    }
}
