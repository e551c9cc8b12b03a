using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Incidents.Keeping;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Topology;
using K3Monitor.Inspection.Users;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using Microsoft.AspNetCore.Identity;
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
        services.AddSingleton<IncidentRegister>();
        Retention.RetentionSetup.Add(services);
        services.AddSingleton<ISites, StoredSites>();
        services.AddSingleton<TopologyChanges>();
        services.AddSingleton<DeviceSignIn>();
        services.AddSingleton<TopologyRegistry>();
        services.AddSingleton<ITopologyRegistry>(p => p.GetRequiredService<TopologyRegistry>());
        services.AddSingleton<IDeviceCredentials, DeviceCredentials>();
        services.AddSingleton<IDevices, StoredDevices>();
        services.AddSingleton<Devices.Field.IFieldDevices, Devices.Field.StoredFieldDevices>();
        services.AddSingleton<Claims.ClaimWork>();
        services.AddSingleton<Claims.IUnclaimed, Claims.StoredUnclaimed>();
        services.AddSingleton<IRetainedMessages, StoredRetainedMessages>();
        services.AddSingleton<ISiteImporter, SiteImporter>();
        services.TryAddSingleton(new Rules.Lanes.LaneOptions());
        services.AddSingleton<IOwnLife, StoredOwnLife>();
        services.AddSingleton<IEvidence, PointEvidence>();
        services.AddGaps();
        services.AddSingleton<Verdicts.IVerdictRecord, Verdicts.StoredVerdictRecord>();
        services.AddSingleton<Exports.IExports, Exports.StoredExports>();
        services.AddSingleton<Imports.IImportLedger, Imports.ImportLedger>();
        services.TryAddSingleton(new QuarantineOptions());
        services.AddSingleton<IQuarantine, StoredQuarantine>();
        services.AddSingleton<IRecord, StoredRecord>();
        services.AddSingleton<UserManagerFactory>();
        services.AddSingleton<IUsers, StoredUsers>();
        services.AddSingleton<Packs.IPackReleases, Packs.StoredPackReleases>();
        AddIdentity(services);
        return services;
    }

    /// <summary>Length, not ornament, makes a password hard to guess (NIST SP 800-63B); guessing is stopped by the lock.</summary>
    private static void AddIdentity(IServiceCollection services) => services.AddIdentityCore<K3User>(options =>
    {
        options.Password.RequiredLength = 12;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
    }).AddEntityFrameworkStores<K3Context>();
}
