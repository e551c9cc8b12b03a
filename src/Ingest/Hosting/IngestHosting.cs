using System.Net;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.OwnLife;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.AspNetCore;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Hosting;

/// <summary>Composes ingest into a host. The host brings <see cref="TimeProvider"/>, <see cref="WallClock"/>, <see cref="ITelemetryStore"/> and Inspection.</summary>
public static class IngestHosting
{
    /// <summary>Registers the journal, the broker, the consumers and the lanes.</summary>
    public static IServiceCollection AddK3Ingest(this IServiceCollection services, IngestOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton(options.Rules);
        services.AddSingleton(options.Rules.Options);
        services.AddSingleton(options.Flush);
        services.AddSingleton<IngestMeasures>();
        services.AddSingleton(p => Journal.Journal.Open(options.JournalDirectory, options.Journal, p.GetRequiredService<WallClock>().Time));
        services.AddSingleton<IJournalAppender, JournalAppender>();
        services.AddSingleton<MessageIntake>();
        var guard = new GuardOptions
        {
            MaxPacketBytes = options.Mqtt.MaxPacketBytes,
            ConnectTimeout = options.Mqtt.ConnectTimeout,
            MaxConnectionsPerAddress = options.Mqtt.MaxConnectionsPerAddress,
        };
        services.AddSingleton(p => new MqttGuard(guard, p.GetRequiredService<WallClock>().Time));
        services.AddSingleton<EmbeddedBroker>();
        services.AddSingleton<ConsumerTools>();
        services.AddSingleton<Heartbeat>();
        services.AddSingleton<IHearing>(p => p.GetRequiredService<Heartbeat>());
        services.AddSingleton<PointSamples>();
        services.AddSingleton<LaneSet>();
        services.AddSingleton<StoreConsumer>();
        services.AddSingleton<BoardConsumer>();
        services.AddSingleton<DeskConsumer>();
        services.AddSingleton<RulesConsumer>();
        services.AddHostedService<IngestService>();
        services.AddHostedMqttServer(o => o.WithoutDefaultEndpoint().WithDefaultCommunicationTimeout(options.Mqtt.ConnectTimeout));
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
            kestrel.Listen(address, mqtt.Port, listen => Serve(listen));
        if (mqtt.TlsPort > 0)
        {
            X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12FromFile(mqtt.CertificateFile!, mqtt.CertificatePassword);
            kestrel.Listen(address, mqtt.TlsPort, listen =>
            {
                listen.UseAddressLimit(listen.ApplicationServices.GetRequiredService<MqttGuard>());
                listen.UseHttps(certificate);
                Serve(listen);
            });
        }
    }

    /// <summary>Attaches the product to the MQTT server; after building and before starting the host.</summary>
    public static WebApplication UseK3Ingest(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<EmbeddedBroker>().Attach(app.Services.GetRequiredService<MqttServer>());
        MqttOptions mqtt = app.Services.GetRequiredService<IngestOptions>().Mqtt;
        string ports = string.Join(" and ", new[] { mqtt.Port > 0 ? $"port {mqtt.Port}" : null, mqtt.TlsPort > 0 ? $"TLS port {mqtt.TlsPort}" : null }.OfType<string>());
        app.Services.GetRequiredService<HealthBoard>().Report(
            "broker", PartCondition.Healthy, ports.Length > 0 ? $"listening on {mqtt.Address}, {ports}" : "no MQTT port is set", Instant.Now(app.Services.GetRequiredService<TimeProvider>()));
        return app;
    }

    private static void Serve(ListenOptions listen)
    {
        listen.UseMqttGuard(listen.ApplicationServices.GetRequiredService<MqttGuard>());
        listen.UseMqtt();
    }
}
