using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Topology;

/// <summary>What a device may sign in with.</summary>
/// <param name="Hash">Hash of its password; null while it has none and signs in by certificate only.</param>
/// <param name="FormerHash">Hash of the password before.</param>
/// <param name="FormerUntil">Until when that one is good.</param>
internal sealed record StoredCredential(string? Hash, string? FormerHash, Instant? FormerUntil);

/// <summary>A topology together with the credentials of the devices that are not revoked, by <c>site/device</c>; hashes never leave this project.</summary>
internal sealed record ReadTopology(TopologySnapshot Snapshot, IReadOnlyDictionary<string, StoredCredential> Credentials);

/// <summary>Reads the whole topology at one revision.</summary>
internal static class TopologyReading
{
    public static async Task<ReadTopology> ReadAsync(K3Context context, CancellationToken cancellationToken)
    {
        // The revision first: a change that comes between is read again next time, never missed.
        long revision = await RevisionAsync(context, cancellationToken).ConfigureAwait(false);
        List<Site> sites = await context.Sites.AsNoTrackingWithIdentityResolution().AsSplitQuery()
            .Include(s => s.Areas).ThenInclude(a => a.Shifts)
            .Include(s => s.Areas).ThenInclude(a => a.Points)
            .OrderBy(s => s.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        List<Device> devices = await context.Devices.AsNoTrackingWithIdentityResolution().AsSplitQuery()
            .Include(d => d.Site).Include(d => d.ExternalNames).Include(d => d.Channels).ThenInclude(c => c.Assignments).ToListAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<int, double?> ranges = RangesByPoint(devices);
        var byPath = devices.ToDictionary(PathOf, ToTopology, StringComparer.Ordinal);
        return new ReadTopology(
            new TopologySnapshot(
                revision,
                [.. sites.Select(s => new SiteTopology(s.Id, s.Slug, [.. PlansOf(s, ranges)]))],
                byPath)
            {
                Names = new ExternalNames(devices.SelectMany(d => d.ExternalNames.Select(n => (new FieldName(n.Source, n.Name), byPath[PathOf(d)])))),
            },
            devices.Where(d => d.CredentialRevoked is null).ToDictionary(
                PathOf, d => new StoredCredential(d.CredentialHash, d.FormerCredentialHash, d.FormerCredentialUntil), StringComparer.Ordinal));
    }

    public static Task<long> RevisionAsync(K3Context context, CancellationToken cancellationToken) =>
        context.TopologyRevisions.Where(r => r.Id == TopologyRevision.OnlyRow).Select(r => r.Revision).SingleAsync(cancellationToken);

    public static IEnumerable<PointPlan> PlansOf(Site site, IReadOnlyDictionary<int, double?> ranges)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(site.ZoneId);
        string jurisdiction = site.Jurisdiction ?? Jurisdictions.Default(site.ZoneId, site.Province);
        foreach (Area area in site.Areas)
        {
            var plan = new AreaPlan(new ShiftPlan(zone, ShiftsOf(area)), area.Workload, area.WorkSharePercent, area.ConfinedSpace, jurisdiction)
            {
                Nature = new PlaceNature(area.Office, area.Outdoor, area.LightingClass),
            };
            MeasurementPoint? use = UseOf(area);
            foreach (MeasurementPoint point in area.Points.OrderBy(p => p.Id))
            {
                if (QuantityCatalogue.TryFind(point.QuantityId, out Quantity? quantity))
                    yield return new PointPlan(point.Id, quantity, plan, TimeSpan.FromMilliseconds(point.ExpectedIntervalMs), ranges.GetValueOrDefault(point.Id))
                    {
                        FrequencyHertz = point.FrequencyHertz,
                        UsePointId = IsVibration(quantity) ? use?.Id : null,
                        UseInterval = IsVibration(quantity) && use is not null ? TimeSpan.FromMilliseconds(use.ExpectedIntervalMs) : null,
                    };
            }
        }
    }

    /// <summary>The one point of an area that tells when its tool or seat is in use; of several nobody could say which tool each means.</summary>
    private static MeasurementPoint? UseOf(Area area) =>
        area.Points.Where(p => p.QuantityId == QuantityCatalogue.UseId).Take(2).ToList() is [var only] ? only : null;

    private static bool IsVibration(Quantity quantity) => quantity.Canonical.Dimension is Dimension.Acceleration or Dimension.VibrationDose;

    public static IReadOnlyList<Shift> ShiftsOf(Area area) =>
        [.. area.Shifts.OrderBy(s => s.StartMinute).ThenBy(s => s.Name, StringComparer.Ordinal).Select(s => new Shift(
            s.Name, TimeOnly.MinValue.AddMinutes(s.StartMinute), TimeSpan.FromMinutes(s.Minutes),
            [.. Enum.GetValues<DayOfWeek>().Where(d => (s.DayBits & (1 << (int)d)) != 0)]))];

    private static string PathOf(Device device) => device.Site.Slug + "/" + device.Key;

    private static DeviceTopology ToTopology(Device device) => new(
        device.Id, device.SiteId, device.Site.Slug, device.Key,
        device.Channels.ToDictionary(c => c.Name, c => ToTopology(c, device.Site.ZoneId), StringComparer.Ordinal))
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById(device.Site.ZoneId),
        Format = device.Format,
        TopicFilters = device.TopicFilters?.Split('\n') ?? [],
    };

    private static ChannelTopology ToTopology(DeviceChannel channel, string zoneId) => new(
        channel.Id,
        channel.Name,
        QuantityCatalogue.TryFind(channel.QuantityId, out Quantity? quantity) ? quantity : null,
        UnitCatalogue.TryFind(channel.Unit, out Unit? unit) ? unit : null,
        channel.RangeMin,
        channel.RangeMax,
        channel.CalibrationDue is { } due ? StartOfDay(due, zoneId) : null,
        [.. channel.Assignments.OrderBy(a => a.From).Select(a => new ChannelAssignment(a.PointId, new TimeRange(a.From, a.To)))])
    {
        ExternalName = channel.ExternalName ?? channel.Name,
    };

    private static Instant StartOfDay(DateOnly day, string zoneId)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        DateTime local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return Instant.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    /// <summary>The top of the range of the channel that was assigned last; null where it, its unit or its quantity is not known.</summary>
    private static Dictionary<int, double?> RangesByPoint(IEnumerable<Device> devices) => devices.SelectMany(d => d.Channels)
        .SelectMany(c => c.Assignments.Select(a => (a.PointId, a.From, Top: TopOf(c))))
        .GroupBy(a => a.PointId)
        .ToDictionary(g => g.Key, g => g.MaxBy(a => a.From).Top);

    private static double? TopOf(DeviceChannel channel) =>
        channel.RangeMax is { } top && UnitCatalogue.TryFind(channel.Unit, out Unit? unit) && QuantityCatalogue.TryFind(channel.QuantityId, out Quantity? quantity)
        && UnitConversion.ToCanonical(top, unit, quantity) is { Succeeded: true } converted ? converted.Value : null;
}
