using K3Monitor.Ingest.Gaps;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

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
        services.AddK3Field(options.Mappings);
        services.AddK3Broker(options.Mqtt);
        services.AddK3Doors(options.Doors);
        services.AddSingleton<ConsumerTools>();
        services.AddSingleton<Heartbeat>();
        services.AddSingleton<IHearing>(p => p.GetRequiredService<Heartbeat>());
        services.AddSingleton<PointSamples>();
        services.AddSingleton<LaneSet>();
        services.AddSingleton<StoreConsumer>();
        services.AddSingleton<BoardConsumer>();
        services.AddSingleton<DeskConsumer>();
        services.AddSingleton<RulesConsumer>();
        services.AddK3Gaps();
        services.AddHostedService<IngestService>();
        return services;
    }

    /// <summary>Attaches the product to the MQTT server; after building and before starting the host.</summary>
    public static WebApplication UseK3Ingest(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseK3Broker();
        app.MapK3Doors();
        return app;
    }
}
