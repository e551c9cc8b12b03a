using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>Runs the subscriptions of all configured external brokers, side by side; a fault of one does not touch the others.</summary>
internal sealed class SubscriptionService(
    IReadOnlyList<SourceOptions> sources, SubscriptionIntake intake, SubscriptionMeasures measures, HealthBoard health, TimeProvider time, WallClock wall, ILogger<SubscriptionService> logger)
    : BackgroundService
{
    private readonly MqttClientFactory factory = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SourceState[] states = [.. sources.Select(s => new SourceState(s, measures, health, time, wall.Time))];
        measures.WatchInFlight(() => states.Select(s => (s.Name, s.InFlight)));
        return Task.WhenAll(sources.Zip(states, (source, state) =>
            new BrokerSubscription(source, () => factory.CreateMqttClient(), intake, state, wall.Time, Random.Shared.NextDouble, logger).RunAsync(stoppingToken)));
    }
}

/// <summary>Composes the subscriptions into a host that has <c>AddK3Ingest</c>.</summary>
public static class SubscriptionHosting
{
    /// <summary>Registers the subscriptions; without sources, nothing runs.</summary>
    public static IServiceCollection AddK3Subscriptions(this IServiceCollection services, IReadOnlyList<SourceOptions> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 0)
            return services;
        services.AddSingleton(sources);
        services.AddSingleton<SubscriptionMeasures>();
        services.AddSingleton<SubscriptionIntake>();
        services.AddHostedService<SubscriptionService>();
        return services;
    }
}
