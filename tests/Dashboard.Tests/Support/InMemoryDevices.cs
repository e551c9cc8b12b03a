using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>Devices of the sites in memory; acts are remembered as words.</summary>
internal sealed class InMemoryDevices(InMemorySites sites) : IDevices
{
    public const string NewPassword = "kata-sandi-baru-sekali";

    public List<string> Acts { get; } = [];

    public Task<IReadOnlyList<DeviceRow>> ListAsync(AccessScope by, CancellationToken cancellationToken) => sites.DevicesAsync(by, cancellationToken);

    public async Task<DeviceDetail?> FindAsync(AccessScope by, int id, CancellationToken cancellationToken) =>
        (await ListAsync(by, cancellationToken)).FirstOrDefault(d => d.Id == id) is { } row
            ? new DeviceDetail(row, 1, "PT Uji", "Asia/Jakarta", "SN-1", null, Some.Morning, null, null, MayChange(by))
            : null;

    public Task<DeviceCredential?> AddAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeviceAct> RotateAsync(AccessScope by, string siteSlug, string deviceKey, TimeSpan overlap, string reason, CancellationToken cancellationToken) =>
        Act(by, reason, $"rotated {siteSlug}/{deviceKey} {overlap.TotalHours.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)} h", new DeviceCredential(siteSlug, deviceKey, $"{siteSlug}/{deviceKey}", NewPassword));

    public Task<DeviceAct> RevokeAsync(AccessScope by, string siteSlug, string deviceKey, string reason, CancellationToken cancellationToken) =>
        Act(by, reason, $"revoked {siteSlug}/{deviceKey}", null);

    private static bool MayChange(AccessScope by) => by.Role is Role.Administrator or Role.SafetyOfficer;

    private Task<DeviceAct> Act(AccessScope by, string reason, string what, DeviceCredential? made)
    {
        if (!MayChange(by))
            return Task.FromResult(new DeviceAct(ActOutcome.NotPermittedForRole));
        if (string.IsNullOrWhiteSpace(reason))
            return Task.FromResult(new DeviceAct(ActOutcome.ReasonMissing));
        Acts.Add($"{by.UserId} {what}: {reason}");
        return Task.FromResult(new DeviceAct(ActOutcome.Done, made));
    }
}
