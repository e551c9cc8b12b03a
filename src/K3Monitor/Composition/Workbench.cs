using K3Monitor.App.Composition.Database;
using K3Monitor.App.Configuration;
using K3Monitor.App.Retention;
using K3Monitor.Inspection;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.App.Composition;

/// <summary>The relational half of the product, for commands that run beside a serving process or without one.</summary>
internal static class Workbench
{
    /// <summary>Opens the database of a data folder, brings it up to date, and runs an action with its services.</summary>
    /// <param name="settings">Which data folder.</param>
    /// <param name="action">What is done.</param>
    /// <param name="telemetry">Where samples are read; by default none can be.</param>
    public static async Task<int> RunAsync(Settings settings, Func<IServiceProvider, Task<int>> action, Func<DataFolder, Store.Telemetry.ITelemetryStore>? telemetry = null)
    {
        DataFolder data = DataFolder.Open(settings.Text("data"));
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton<IReadOnlyList<RulePack>>([]);
        services.AddSingleton(_ => telemetry?.Invoke(data) ?? new AbsentTelemetry());
        services.AddK3Database(settings, data);
        services.AddK3RetentionRules(settings, data);
        services.AddInspection();
        ServiceProvider provider = services.BuildServiceProvider();
        await using (provider.ConfigureAwait(false))
        {
            await provider.MigrateK3RelationalStoreAsync(CancellationToken.None).ConfigureAwait(false);
            return await action(provider).ConfigureAwait(false);
        }
    }
}
