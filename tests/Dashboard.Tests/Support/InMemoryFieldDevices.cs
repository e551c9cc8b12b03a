using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>Arrangements of devices in memory.</summary>
internal sealed class InMemoryFieldDevices : IFieldDevices
{
    public Dictionary<string, FieldArrangement> All { get; } = [];

    public Task<FieldArrangement?> FindAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken) =>
        Task.FromResult<FieldArrangement?>(All.GetValueOrDefault($"{siteSlug}/{deviceKey}", new FieldArrangement(null, [], [])));

    public Task<ArrangeOutcome> ArrangeAsync(AccessScope by, string siteSlug, string deviceKey, FieldArrangement wanted, string reason, CancellationToken cancellationToken)
    {
        if (by.Role is not (Role.Administrator or Role.SafetyOfficer))
            return Task.FromResult(ArrangeOutcome.NotPermittedForRole);
        if (string.IsNullOrWhiteSpace(reason))
            return Task.FromResult(ArrangeOutcome.ReasonMissing);
        All[$"{siteSlug}/{deviceKey}"] = wanted;
        return Task.FromResult(ArrangeOutcome.Done);
    }
}
