using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Incidents.Keeping;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace K3Monitor.Inspection.Retention;

/// <summary>Puts retention into the product: rules that keep everything, and a disk that cannot be read, unless the host says otherwise.</summary>
internal static class RetentionSetup
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(RetentionRules.KeepAll);
        services.TryAddSingleton(new DiskGauge(() => null));
        services.AddSingleton<RetentionMeasures>();
        services.AddSingleton<RetentionRuns>();
        services.AddSingleton<DiskDays>();
        services.AddSingleton<ILegalHolds, StoredLegalHolds>();
        services.AddSingleton(p => new RetentionWork(
            p.GetRequiredService<IDbContextFactory<K3Context>>(), p.GetRequiredService<ITelemetryStore>(), p.GetRequiredService<RetentionRules>(), p.GetRequiredService<RetentionRuns>(),
            p.GetRequiredService<DiskDays>(), p.GetRequiredService<RetentionMeasures>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRetention>(p => p.GetRequiredService<RetentionWork>());
        services.AddSingleton<IIncidentRegister>(p => new RemovedRawGuard(
            p.GetRequiredService<IncidentRegister>(), p.GetRequiredService<IDbContextFactory<K3Context>>(), p.GetRequiredService<ITelemetryStore>(),
            p.GetRequiredService<RetentionMeasures>(), p.GetRequiredService<TimeProvider>()));
    }
}
