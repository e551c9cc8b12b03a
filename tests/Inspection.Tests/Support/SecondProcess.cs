using K3Monitor.Inspection.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Inspection.Tests.Support;

/// <summary>The same database with a writer's gate of its own, as another process would have.</summary>
public sealed class SecondProcess(string folder) : IAsyncDisposable
{
    private readonly string telemetry = Directory.CreateTempSubdirectory("k3-second-").FullName;
    private ServiceProvider? services;

    public IIncidentRegister Register => (services ??= Build()).GetRequiredService<IIncidentRegister>();

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        Directory.Delete(telemetry, recursive: true);
    }

    private ServiceProvider Build() => new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
        .AddSingleton<IReadOnlyList<RulePack>>([])
        .AddSingleton<ITelemetryStore>(_ => EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = telemetry, Threads = 1, MemoryMebibytes = 128 })).AddStoreOf(folder).AddInspection().BuildServiceProvider();
}
