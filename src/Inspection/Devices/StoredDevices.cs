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
internal sealed class StoredDevices(ISites sites, RelationalWriter writer, TopologyChanges changes, TimeProvider time) : IDevices
{
    /// <inheritdoc />
    public Task<IReadOnlyList<DeviceRow>> ListAsync(AccessScope by, CancellationToken cancellationToken) => sites.DevicesAsync(by, cancellationToken);

    /// <inheritdoc />
    public async Task<DeviceCredential?> AddAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken)
    {
        if (Spellings.Slug(deviceKey) is null)
            throw new ArgumentException($"a device's key is {Spellings.SlugRule}", nameof(deviceKey));
        return await ChangeAsync(
            by,
            async (context, token) =>
            {
                Site? site = await context.Sites.Within(by).Include(s => s.Devices.Where(d => d.Key == deviceKey))
                    .FirstOrDefaultAsync(s => s.Slug == siteSlug, token).ConfigureAwait(false);
                if (site is null || site.Devices.Count > 0)
                    return null;
                var device = new Device { Key = deviceKey };
                site.Devices.Add(device);
                return device;
            },
            RecordKinds.DeviceAdded,
            (device, now) => Equip(device, siteSlug, now),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<DeviceCredential?> RotateAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken) => ChangeAsync(
        by, (context, token) => FindAsync(context, by, siteSlug, deviceKey, token), RecordKinds.DeviceCredentials, (device, now) => Equip(device, siteSlug, now), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> RevokeAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken) => await ChangeAsync(
        by,
        (context, token) => FindAsync(context, by, siteSlug, deviceKey, token),
        RecordKinds.DeviceRevoked,
        (device, now) =>
        {
            device.CredentialRevoked = now;
            return device;
        },
        cancellationToken).ConfigureAwait(false) is not null;

    private static Task<Device?> FindAsync(K3Context context, AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken) =>
        context.Devices.Within(by).FirstOrDefaultAsync(d => d.Site.Slug == siteSlug && d.Key == deviceKey, cancellationToken);

    private static DeviceCredential Equip(Device device, string siteSlug, Instant now)
    {
        string password = DevicePasswords.Make();
        device.CredentialHash = DevicePasswords.Hash(password);
        device.CredentialCreated = now;
        device.CredentialRevoked = null;
        return new DeviceCredential(siteSlug, device.Key, siteSlug + "/" + device.Key, password);
    }

    private async Task<T?> ChangeAsync<T>(
        AccessScope by, Func<K3Context, CancellationToken, Task<Device?>> find, string kind, Func<Device, Instant, T> change, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Role != Role.Administrator)
            throw new UnauthorizedAccessException("only an administrator may change devices");
        T? done = await writer.WriteAsync(
            async (context, token) =>
            {
                if (await find(context, token).ConfigureAwait(false) is not { } device)
                    return null;
                Instant now = Instant.Now(time);
                T result = change(device, now);
                await TopologyChanges.CountAsync(context, token).ConfigureAwait(false);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                RecordPen pen = await RecordPen.OpenAsync(context, token).ConfigureAwait(false);
                pen.Write(now, kind, Subjects.Device(device.Id), RecordActor.Of(by), $"{by.Role}: {by.DisplayName}", null, new { device.Key, device.SiteId });
                return result;
            },
            cancellationToken).ConfigureAwait(false);
        if (done is not null)
            changes.Announce();
        return done;
    }
}
