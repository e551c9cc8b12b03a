using System.Collections.Concurrent;

namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>
/// The state of each connection. The server gives every event of a connection the same cancellation token and no other
/// connection that one, not even a connection that takes the session over; so the token is the key.
/// </summary>
/// <remarks>Safe from any thread. An entry ends with its connection.</remarks>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<CancellationToken, ConnectionState> states = new();

    /// <summary>How many there are.</summary>
    public int Count => states.Count;

    /// <summary>The state of a connection.</summary>
    public ConnectionState Of(CancellationToken connection)
    {
        if (states.TryGetValue(connection, out ConnectionState? known))
            return known;
        var made = new ConnectionState();
        ConnectionState state = states.GetOrAdd(connection, made);
        if (ReferenceEquals(state, made))
            connection.UnsafeRegister(_ => states.TryRemove(connection, out ConnectionState? _), null);
        return state;
    }
}
