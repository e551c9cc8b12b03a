using Microsoft.AspNetCore.Connections;

namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>Puts the guard into a listener's chain of connection handlers.</summary>
public static class GuardExtensions
{
    /// <summary>
    /// Guards what follows in the chain, which must be the MQTT handler: <c>listen.UseMqttGuard(guard); listen.UseMqtt();</c>, for WebSocket
    /// the same on the builder given to <c>MapConnections</c>. With TLS it comes behind <c>UseHttps</c>, because it reads plain packets.
    /// </summary>
    /// <param name="builder">A Kestrel listener or any other connection builder.</param>
    /// <param name="guard">The guard shared by all listeners.</param>
    /// <returns>The same builder.</returns>
    public static IConnectionBuilder UseMqttGuard(this IConnectionBuilder builder, MqttGuard guard)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        builder.UseAddressLimit(guard);
        return builder.Use(next => connection => guard.GuardPackets(connection, next));
    }

    /// <summary>
    /// Applies only the limit by address. In front of <c>UseHttps</c> it spares the cost of the TLS handshake; <see cref="UseMqttGuard"/>
    /// behind it does not count the connection again.
    /// </summary>
    /// <param name="builder">A Kestrel listener or any other connection builder.</param>
    /// <param name="guard">The guard shared by all listeners.</param>
    /// <returns>The same builder.</returns>
    public static IConnectionBuilder UseAddressLimit(this IConnectionBuilder builder, MqttGuard guard)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        return builder.Use(next => connection => guard.LimitAddress(connection, next));
    }
}
