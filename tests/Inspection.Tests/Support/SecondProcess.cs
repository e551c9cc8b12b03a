using K3Monitor.Inspection.Incidents;
using K3Monitor.Rules.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Inspection.Tests.Support;

/// <summary>The same database with a writer's gate of its own, as another process would have.</summary>
public sealed class SecondProcess(string folder) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
        .AddSingleton<IReadOnlyList<RulePack>>([]).AddStoreOf(folder).AddInspection().BuildServiceProvider();

    public IIncidentRegister Register => services.GetRequiredService<IIncidentRegister>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
