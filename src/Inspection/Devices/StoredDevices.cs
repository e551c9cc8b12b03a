using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Devices;

/// <summary>Devices as the relational store keeps them.</summary>
internal sealed class StoredDevices(ISites sites, IDbContextFactory<K3Context> contexts, RelationalWriter writer, TopologyChanges changes, TimeProvider time) : IDevices
{
    /// <inheritdoc />
    public Task<IReadOnlyList<DeviceRow>> ListAsync(AccessScope by, CancellationToken cancellationToken) => sites.DevicesAsync(by, cancellationToken);

    /// <inheritdoc />
    public async Task<DeviceDetail?> FindAsync(AccessScope by, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if ((await ListAsync(by, cancellationToken).ConfigureAwait(false)).FirstOrDefault(d => d.Id == id) is not { } row)
            return null;
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            Device device = await context.Devices.AsNoTracking().Within(by).Include(d => d.Site).SingleAsync(d => d.Id == id, cancellationToken).ConfigureAwait(false);
            return new DeviceDetail(
                row, device.SiteId, device.Site.Name, device.Site.ZoneId, device.Serial, device.Firmware, device.CredentialCreated,
                device.FormerCredentialUntil is { } until && until > Instant.Now(time) ? until : null, device.CredentialRevoked, MayChange(by));
        }
    }

    /// <inheritdoc />
    public async Task<DeviceCredential?> AddAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Role != Role.Administrator)
            throw new UnauthorizedAccessException("only an administrator may add devices");
        if (Spellings.Slug(deviceKey) is null)
            throw new ArgumentException($"a device's key is {Spellings.SlugRule}", nameof(deviceKey));
        DeviceCredential? added = await writer.WriteAsync(
            async (context, token) =>
            {
                Site? site = await context.Sites.Within(by).Include(s => s.Devices.Where(d => d.Key == deviceKey))
                    .FirstOrDefaultAsync(s => s.Slug == siteSlug, token).ConfigureAwait(false);
                if (site is null || site.Devices.Count > 0)
                    return null;
                var device = new Device { Key = deviceKey };
                site.Devices.Add(device);
                Instant now = Instant.Now(time);
                DeviceCredential credential = Equip(device, siteSlug, now);
                await FinishAsync(context, by, device, RecordKinds.DeviceAdded, null, new { device.Key, device.SiteId }, now, token).ConfigureAwait(false);
                return credential;
            },
            cancellationToken).ConfigureAwait(false);
        if (added is not null)
            changes.Announce();
        return added;
    }

    /// <inheritdoc />
    public Task<DeviceAct> RotateAsync(AccessScope by, string siteSlug, string deviceKey, TimeSpan overlap, string reason, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, DeviceRules.LongestOverlap);
        return ActAsync(by, siteSlug, deviceKey, reason, RecordKinds.DeviceCredentials, (device, now) =>
        {
            bool keeps = overlap > TimeSpan.Zero && device is { CredentialHash: not null, CredentialRevoked: null };
            device.FormerCredentialHash = keeps ? device.CredentialHash : null;
            device.FormerCredentialUntil = keeps ? now + overlap : null;
            return new DeviceAct(ActOutcome.Done, Equip(device, siteSlug, now), device.FormerCredentialUntil);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<DeviceAct> RevokeAsync(AccessScope by, string siteSlug, string deviceKey, string reason, CancellationToken cancellationToken) =>
        ActAsync(by, siteSlug, deviceKey, reason, RecordKinds.DeviceRevoked, (device, now) =>
        {
            device.CredentialRevoked = now;
            device.FormerCredentialHash = null;
            device.FormerCredentialUntil = null;
            return new DeviceAct(ActOutcome.Done);
        }, cancellationToken);

    private static bool MayChange(AccessScope by) => by.Role is Role.Administrator or Role.SafetyOfficer;

    private static DeviceCredential Equip(Device device, string siteSlug, Instant now)
    {
        string password = DevicePasswords.Make();
        device.CredentialHash = DevicePasswords.Hash(password);
        device.CredentialCreated = now;
        device.CredentialRevoked = null;
        return new DeviceCredential(siteSlug, device.Key, siteSlug + "/" + device.Key, password);
    }

    private static async Task FinishAsync(
        K3Context context, AccessScope by, Device device, string kind, string? reason, object facts, Instant now, CancellationToken cancellationToken)
    {
        await TopologyChanges.CountAsync(context, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        pen.Write(now, kind, Subjects.Device(device.Id), RecordActor.Of(by), $"{by.Role}: {by.DisplayName}", reason, facts);
    }

    private async Task<DeviceAct> ActAsync(
        AccessScope by, string siteSlug, string deviceKey, string reason, string kind, Func<Device, Instant, DeviceAct> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        DeviceAct done = await writer.WriteAsync(
            async (context, token) =>
            {
                Device? device = await context.Devices.Within(by).FirstOrDefaultAsync(d => d.Site.Slug == siteSlug && d.Key == deviceKey, token).ConfigureAwait(false);
                if (device is null)
                    return new DeviceAct(ActOutcome.NotFound);
                if (!MayChange(by))
                    return new DeviceAct(ActOutcome.NotPermittedForRole);
                if (string.IsNullOrWhiteSpace(reason))
                    return new DeviceAct(ActOutcome.ReasonMissing);
                Instant now = Instant.Now(time);
                DeviceAct act = change(device, now);
                await FinishAsync(context, by, device, kind, reason.Trim(), new { device.Key, device.SiteId, act.FormerGoodUntil }, now, token).ConfigureAwait(false);
                return act;
            },
            cancellationToken).ConfigureAwait(false);
        if (done.Outcome == ActOutcome.Done)
            changes.Announce();
        return done;
    }
}
