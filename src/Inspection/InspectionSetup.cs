using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Incidents.Keeping;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace K3Monitor.Inspection;

/// <summary>Puts inspection into the product.</summary>
public static class InspectionSetup
{
    /// <summary>
    /// Registers everything of this project. The caller also registers the relational store, an
    /// <see cref="Store.Telemetry.ITelemetryStore"/>, the rule packs as <c>IReadOnlyList&lt;RulePack&gt;</c>, logging, and
    /// a <see cref="TimeProvider"/>: the plant's clock.
    /// </summary>
    public static IServiceCollection AddInspection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<Health.HealthBoard>();
        services.TryAddSingleton<Live.LiveBoard>();
        services.AddSingleton<LimitSnapshots>();
        services.AddSingleton<IncidentChanges>();
        services.AddSingleton<IncidentActs>();
        services.AddSingleton<IIncidents, StoredIncidents>();
        services.AddSingleton<IIncidentRegister, IncidentRegister>();
        services.AddSingleton<ISites, StoredSites>();
        services.AddSingleton<TopologyChanges>();
        services.AddSingleton<DeviceSignIn>();
        services.AddSingleton<ITopologyRegistry, TopologyRegistry>();
        return services;
    }
}
