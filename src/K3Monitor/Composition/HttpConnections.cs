using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace K3Monitor.App.Composition;

/// <summary>
/// Counts the connections of pages and the API apart from those of devices, which the broker's guard counts: a crowd of one
/// kind must not shut the other out. Kestrel's own limit would count both together.
/// </summary>
/// <remarks>Thread-safe. A connection that becomes a WebSocket gives its place back; the guard counts it from then on.</remarks>
internal sealed class HttpConnections(int most)
{
    private int open;

    /// <summary>Puts the limit in front of a listener, before TLS.</summary>
    public void Limit(ListenOptions listen) => listen.Use(next => connection => ServeAsync(connection, next));

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (Interlocked.Increment(ref open) > most)
        {
            Interlocked.Decrement(ref open);
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        var place = new Place(this);
        connection.Features.Set<IDecrementConcurrentConnectionCountFeature>(place);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            place.ReleaseConnection();
        }
    }

    private sealed class Place(HttpConnections connections) : IDecrementConcurrentConnectionCountFeature
    {
        private int released;

        public void ReleaseConnection()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
                Interlocked.Decrement(ref connections.open);
        }
    }
}
