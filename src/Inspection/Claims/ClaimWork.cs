using System.Globalization;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Claims;

/// <summary>Something of a claim stands against what is there; nothing of it was written.</summary>
internal sealed class ClaimRefusedException(string message) : Exception(message);

/// <summary>Writes a claim into the topology, within a transaction that somebody else has begun.</summary>
internal sealed class ClaimWork(TimeProvider time)
{
    private const int MostChannels = 256;

    /// <summary>What is wrong with a claim by itself; null when nothing is.</summary>
    public static string? Fault(Claim claim)
    {
        if (claim.External == ExternalNames.Everything || FieldRules.NameFault(claim.External) is not null)
            return $"external: {FieldRules.NameFault(claim.External) ?? "a claim is of one name"}";
        if (Spellings.Slug(claim.DeviceKey) is null)
            return $"device: {Spellings.SlugRule}";
        if (claim.Channels.Count is 0 or > MostChannels)
            return "channels: 1 to 256";
        if (claim.Channels.FirstOrDefault(c => Spellings.Name(c.External) is null || (c.Name is { } name && Spellings.Name(name) is null)) is not null)
            return $"channels: a name has {Spellings.NameRule}";
        if (claim.Channels.GroupBy(c => c.External, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"channels: '{twice.Key}' stands twice";
        return claim.Channels.Where(c => c.PointId is not null).GroupBy(c => c.PointId).Any(g => g.Count() > 1) ? "channels: a point is measured by one channel at a time" : null;
    }

    /// <summary>Applies a sound claim.</summary>
    /// <exception cref="ClaimRefusedException">It stands against what is there.</exception>
    public async Task<ClaimAnswer> ApplyAsync(K3Context context, AccessScope by, Claim claim, string reason, CancellationToken cancellationToken)
    {
        Site? site = await context.Sites.Within(by).AsSplitQuery()
            .Include(s => s.Devices).ThenInclude(d => d.ExternalNames)
            .Include(s => s.Devices).ThenInclude(d => d.Channels).ThenInclude(c => c.Assignments)
            .Include(s => s.Areas).ThenInclude(a => a.Points)
            .FirstOrDefaultAsync(s => s.Slug == claim.SiteSlug, cancellationToken).ConfigureAwait(false);
        if (site is null)
            return new ClaimAnswer(ClaimOutcome.NotFound);
        Device? device = site.Devices.FirstOrDefault(d => d.Key == claim.DeviceKey);
        if (device is null)
            site.Devices.Add(device = new Device { Key = claim.DeviceKey, Site = site });
        var name = new FieldName(claim.Source, claim.External);
        if (site.Devices.Any(d => d != device && d.ExternalNames.Exists(n => n.Source == name.Source && n.Name == name.Name)))
            throw new ClaimRefusedException("external: another device of the site has that name");
        if (!device.ExternalNames.Exists(n => n.Source == name.Source && n.Name == name.Name))
            device.ExternalNames.Add(new ExternalName { Source = name.Source, Name = name.Name });
        foreach (ClaimedChannel channel in claim.Channels)
            Apply(site, device, channel, claim.From);
        await RecordAsync(context, by, device, claim, reason, cancellationToken).ConfigureAwait(false);
        return new ClaimAnswer(ClaimOutcome.Done);
    }

    private static void Apply(Site site, Device device, ClaimedChannel claimed, Instant? from)
    {
        string name = claimed.Name ?? claimed.External;
        DeviceChannel? channel = device.Channels.FirstOrDefault(c => c.Name == name);
        if (channel is null)
            device.Channels.Add(channel = new DeviceChannel { Name = name });
        if (device.Channels.Any(c => c != channel && (c.ExternalName ?? c.Name) == claimed.External))
            throw new ClaimRefusedException($"channels: '{claimed.External}' is another channel's name already");
        if (channel.QuantityId is { } quantity && quantity != claimed.Quantity.Id)
            throw new ClaimRefusedException($"channels: '{name}' measures {quantity}; what it measured before would be read as {claimed.Quantity.Id}. Give the channel another name");
        channel.QuantityId = claimed.Quantity.Id;
        channel.ExternalName = claimed.External == name ? null : claimed.External;
        channel.Unit = claimed.Unit?.Symbol ?? channel.Unit;
        if (claimed.PointId is { } point)
            Assign(site, channel, claimed, point, from);
    }

    private static void Assign(Site site, DeviceChannel channel, ClaimedChannel claimed, int pointId, Instant? from)
    {
        MeasurementPoint point = site.Areas.SelectMany(a => a.Points).FirstOrDefault(p => p.Id == pointId)
            ?? throw new ClaimRefusedException(string.Create(CultureInfo.InvariantCulture, $"channels: there is no point {pointId} at the site"));
        if (point.QuantityId != claimed.Quantity.Id)
            throw new ClaimRefusedException($"channels: point {point.Slug} measures {point.QuantityId}, '{claimed.External}' {claimed.Quantity.Id}");
        if (claimed.Unit is { } unit && unit.Dimension != claimed.Quantity.Canonical.Dimension)
            throw new ClaimRefusedException($"channels: {unit} does not convert into {claimed.Quantity.Canonical} without a temperature and a pressure");
        var wanted = new TimeRange(from ?? Instant.MinValue, Instant.MaxValue);
        bool Meets(Assignment a) => !new TimeRange(a.From, a.To).Intersect(wanted).IsEmpty;
        if (channel.Assignments.Any(a => a.PointId == pointId && a.To == Instant.MaxValue && a.From <= wanted.Start))
            return;
        if (channel.Assignments.Any(Meets))
            throw new ClaimRefusedException($"channels: '{claimed.External}' measures for a point at that time already; end that first, or claim from a later time");
        if (site.Devices.SelectMany(d => d.Channels).SelectMany(c => c.Assignments).Any(a => a.PointId == pointId && Meets(a)))
            throw new ClaimRefusedException($"channels: point {point.Slug} is measured by another channel at that time; end that first, or claim from a later time");
        channel.Assignments.Add(new Assignment { Point = point, PointId = pointId, From = wanted.Start, To = wanted.End });
    }

    private async Task RecordAsync(K3Context context, AccessScope by, Device device, Claim claim, string reason, CancellationToken cancellationToken)
    {
        await TopologyChanges.CountAsync(context, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        pen.Write(
            Instant.Now(time), RecordKinds.DeviceClaimed, Subjects.Device(device.Id), RecordActor.Of(by), $"{by.Role}: {by.DisplayName}", reason,
            new { device.Key, device.SiteId, claim.Source, claim.External, Channels = claim.Channels.Select(c => new { c.External, c.Name, Quantity = c.Quantity.Id, Unit = c.Unit?.Symbol, c.PointId }) });
    }
}
