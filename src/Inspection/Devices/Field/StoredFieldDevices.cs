using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Devices.Field;

/// <summary>The names and topics of devices as the relational store keeps them.</summary>
internal sealed class StoredFieldDevices(IDbContextFactory<K3Context> contexts, RelationalWriter writer, TopologyChanges changes, TimeProvider time) : IFieldDevices
{
    /// <inheritdoc />
    public async Task<FieldArrangement?> FindAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
            return await DeviceAsync(context, by, siteSlug, deviceKey, cancellationToken).ConfigureAwait(false) is { } device ? Of(device) : null;
    }

    /// <inheritdoc />
    public async Task<ArrangeOutcome> ArrangeAsync(
        AccessScope by, string siteSlug, string deviceKey, FieldArrangement wanted, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join("; ", faults.Select(f => $"{f.Part}: {f.Fault}")), nameof(wanted));
        ArrangeOutcome outcome = await writer.WriteAsync(
            async (context, token) =>
            {
                if (await DeviceAsync(context, by, siteSlug, deviceKey, token).ConfigureAwait(false) is not { } device)
                    return ArrangeOutcome.NotFound;
                if (by.Role is not (Role.Administrator or Role.SafetyOfficer))
                    return ArrangeOutcome.NotPermittedForRole;
                if (string.IsNullOrWhiteSpace(reason))
                    return ArrangeOutcome.ReasonMissing;
                if (await TakenAsync(context, device, wanted, token).ConfigureAwait(false) is { } taken)
                    return taken;
                Apply(device, wanted);
                await RecordAsync(context, by, device, reason.Trim(), token).ConfigureAwait(false);
                return ArrangeOutcome.Done;
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome == ArrangeOutcome.Done)
            changes.Announce();
        return outcome;
    }

    /// <summary>Whether others stand in the way: a name of the same site, a topic of another one.</summary>
    internal static async Task<ArrangeOutcome?> TakenAsync(K3Context context, Device device, FieldArrangement wanted, CancellationToken cancellationToken)
    {
        string[] names = [.. wanted.Names.Select(n => n.Name).Where(n => n != ExternalNames.Everything)];
        List<ExternalName> others = await context.ExternalNames.AsNoTracking()
            .Where(n => n.DeviceId != device.Id && n.Device.SiteId == device.SiteId && names.Contains(n.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (others.Any(o => wanted.Names.Contains(new FieldName(o.Source, o.Name))))
            return ArrangeOutcome.NameTaken;
        if (wanted.TopicFilters.Count == 0)
            return null;
        List<string> foreign = await context.Devices.AsNoTracking().Where(d => d.SiteId != device.SiteId && d.TopicFilters != null)
            .Select(d => d.TopicFilters!).ToListAsync(cancellationToken).ConfigureAwait(false);
        return foreign.SelectMany(f => f.Split('\n')).Any(f => wanted.TopicFilters.Any(w => TopicFilters.Overlap(w, f))) ? ArrangeOutcome.TopicOfOtherSite : null;
    }

    internal static void Apply(Device device, FieldArrangement wanted)
    {
        device.Format = FieldRules.Stored(wanted.Format);
        device.TopicFilters = FieldRules.Stored(wanted.TopicFilters);
        device.ExternalNames.RemoveAll(n => !wanted.Names.Contains(new FieldName(n.Source, n.Name)));
        foreach (FieldName name in wanted.Names.Distinct().Where(w => !device.ExternalNames.Exists(n => n.Source == w.Source && n.Name == w.Name)))
            device.ExternalNames.Add(new ExternalName { Source = name.Source, Name = name.Name });
    }

    private static Task<Device?> DeviceAsync(K3Context context, AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken) =>
        context.Devices.Within(by).Include(d => d.ExternalNames).FirstOrDefaultAsync(d => d.Site.Slug == siteSlug && d.Key == deviceKey, cancellationToken);

    private static FieldArrangement Of(Device device) => new(
        device.Format, device.TopicFilters?.Split('\n') ?? [],
        [.. device.ExternalNames.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Source, StringComparer.Ordinal).Select(n => new FieldName(n.Source, n.Name))]);

    private async Task RecordAsync(K3Context context, AccessScope by, Device device, string reason, CancellationToken cancellationToken)
    {
        await TopologyChanges.CountAsync(context, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        FieldArrangement now = Of(device);
        RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        pen.Write(
            Instant.Now(time), RecordKinds.DeviceArranged, Subjects.Device(device.Id), RecordActor.Of(by), $"{by.Role}: {by.DisplayName}", reason,
            new { device.Key, device.SiteId, now.Format, now.TopicFilters, now.Names });
    }
}
