using System.Net;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Broker.Connections;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Broker.Retained;
using K3Monitor.Ingest.Broker.SignIn;
using K3Monitor.Ingest.Broker.Tls;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.AspNetCore;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Hosting;

/// <summary>Composes the embedded broker into a host.</summary>
public static class BrokerHosting
{
    /// <summary>Path of MQTT over WebSocket.</summary>
    public const string WebSocketPath = "/mqtt";

    /// <summary>Messages that wait for a subscriber who does not read; the oldest goes when one more comes.</summary>
    private const int MostPending = 100;

    /// <summary>The name by which a browser or a library asks for MQTT (MQTT 5.0 section 6).</summary>
    private const string SubProtocol = "mqtt";

    /// <summary>Registers the broker and what guards it.</summary>
    internal static IServiceCollection AddK3Broker(this IServiceCollection services, MqttOptions mqtt)
    {
        services.AddSingleton(mqtt);
        services.AddSingleton(p => new MqttGuard(
            new GuardOptions
            {
                MaxPacketBytes = mqtt.MaxPacketBytes,
                ConnectTimeout = mqtt.ConnectTimeout,
                MaxConnections = mqtt.MaxConnections,
                MaxConnectionsPerAddress = mqtt.MaxConnectionsPerAddress,
            },
            p.GetRequiredService<WallClock>().Time));
        services.AddSingleton<BrokerMeasures>();
        services.AddSingleton<BrokerTls>();
        services.AddSingleton(p => p.GetRequiredService<BrokerTls>().Devices);
        services.AddSingleton(p => new SignInThrottle(p.GetRequiredService<WallClock>().Time));
        services.AddSingleton(p => new WarningPace(p.GetRequiredService<WallClock>().Time));
        services.AddSingleton(p => new MessagePace(p.GetRequiredService<WallClock>().Time, mqtt.MaxMessagesPerSecondPerDevice));
        services.AddSingleton(new SignedInDevices(mqtt.MaxConnectionsPerDevice));
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<Endings>();
        services.AddSingleton<InboundGate>();
        services.AddSingleton<OutboundGate>();
        services.AddSingleton<RetainedKeeper>();
        services.AddSingleton<SparkplugHost>();
        services.AddSingleton<EmbeddedBroker>();
        services.AddHostedService<BrokerUpkeep>();
        services.AddHostedMqttServer(o => o.WithoutDefaultEndpoint().WithDefaultCommunicationTimeout(mqtt.ConnectTimeout).WithPersistentSessions(false)
            .WithMaxPendingMessagesPerClient(MostPending).WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage));
        services.AddMqttConnectionHandler();
        services.AddConnections();
        return services;
    }

    /// <summary>Opens the MQTT endpoints on Kestrel.</summary>
    public static void ListenForMqtt(this KestrelServerOptions kestrel, MqttOptions mqtt)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(mqtt);
        IPAddress address = IPAddress.Parse(mqtt.Address);
        if (mqtt.Port > 0)
            kestrel.Listen(address, mqtt.Port, ServeMqtt);
        if (mqtt.TlsPort > 0)
            kestrel.Listen(address, mqtt.TlsPort, ServeMqttOverTls);
    }

    /// <summary>Attaches the product to the MQTT server; after building and before starting the host.</summary>
    internal static void UseK3Broker(this WebApplication app)
    {
        app.Services.GetRequiredService<EmbeddedBroker>().Attach(app.Services.GetRequiredService<MqttServer>());
        MqttOptions mqtt = app.Services.GetRequiredService<MqttOptions>();
        if (mqtt.WebSocket)
            MapWebSocket(app);
        string[] ways = [.. new[] { mqtt.Port > 0 ? $"port {mqtt.Port}" : null, mqtt.TlsPort > 0 ? $"TLS port {mqtt.TlsPort}" : null, mqtt.WebSocket ? "WebSocket" : null }.OfType<string>()];
        app.Services.GetRequiredService<HealthBoard>().Report(
            "broker", PartCondition.Healthy, ways.Length > 0 ? $"listening on {mqtt.Address}, {string.Join(" and ", ways)}" : "no way for MQTT is set",
            Instant.Now(app.Services.GetRequiredService<TimeProvider>()));
    }

    internal static void ServeMqtt(ListenOptions listen)
    {
        listen.UseMqttGuard(listen.ApplicationServices.GetRequiredService<MqttGuard>());
        listen.UseMqtt();
    }

    internal static void ServeMqttOverTls(ListenOptions listen)
    {
        listen.UseAddressLimit(listen.ApplicationServices.GetRequiredService<MqttGuard>());
        listen.UseHttps(listen.ApplicationServices.GetRequiredService<BrokerTls>().Handshake());
        ServeMqtt(listen);
    }

    /// <summary>Open to all: whoever comes this way signs in by MQTT, with a device's credential, and by no cookie.</summary>
    private static void MapWebSocket(WebApplication app)
    {
        MqttGuard guard = app.Services.GetRequiredService<MqttGuard>();
        var options = new HttpConnectionDispatcherOptions { Transports = HttpTransportType.WebSockets };
        options.WebSockets.SubProtocolSelector = offered => offered.Contains(SubProtocol) ? SubProtocol : "";
        app.MapConnections(WebSocketPath, options, connection =>
        {
            // The guard counts by address, which a WebSocket has from the request that it grew out of.
            connection.Use(next => socket =>
            {
                if (socket.GetHttpContext()?.Connection is { RemoteIpAddress: { } address } http)
                    socket.RemoteEndPoint ??= new IPEndPoint(address, http.RemotePort);
                return next(socket);
            });
            connection.UseMqttGuard(guard);
            connection.UseConnectionHandler<MqttConnectionHandler>();
        }).AllowAnonymous();
    }
}
