using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Ingest.Gaps;

/// <summary>Composes the gap ledger into ingest.</summary>
internal static class GapHosting
{
    public static IServiceCollection AddK3Gaps(this IServiceCollection services)
    {
        services.AddSingleton<GapMeasures>();
        services.AddSingleton<GapConsumer>();
        services.AddSingleton<GapWorker>();
        services.AddSingleton<GapFollowing>();
        return services;
    }
}

/// <summary>The ledger's two tasks: one follows the journal, one counts.</summary>
internal sealed class GapFollowing(GapConsumer consumer, GapWorker worker)
{
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(consumer.RunAsync(stopping), worker.RunAsync(stopping));
}
