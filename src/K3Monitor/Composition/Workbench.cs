using K3Monitor.App.Configuration;
using K3Monitor.Inspection;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;

namespace K3Monitor.App.Composition;

/// <summary>The relational half of the product, for commands that run beside a serving process or without one.</summary>
internal static class Workbench
{
    /// <summary>Opens the database of a data folder, brings it up to date, and runs an action with its services.</summary>
    public static Task<int> RunAsync(Settings settings, Func<IServiceProvider, Task<int>> action) => RunAsync(settings, withSamples: false, action);

    /// <summary>The same, with the embedded telemetry store where wanted: then no other process may have it open.</summary>
    public static async Task<int> RunAsync(Settings settings, bool withSamples, Func<IServiceProvider, Task<int>> action)
    {
        DataFolder data = DataFolder.Open(settings.Text("data"));
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton<IReadOnlyList<RulePack>>([]);
        services.AddSingleton<ITelemetryStore>(_ => withSamples
            ? EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = data.Telemetry, MemoryMebibytes = settings.Integer("store:memoryMebibytes") })
            : new AbsentTelemetry());
        services.AddK3RelationalStore(data.Root);
        services.AddInspection();
        ServiceProvider provider = services.BuildServiceProvider();
        await using (provider.ConfigureAwait(false))
        {
            await provider.MigrateK3RelationalStoreAsync(CancellationToken.None).ConfigureAwait(false);
            return await action(provider).ConfigureAwait(false);
        }
    }
}
