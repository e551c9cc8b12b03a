using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;
using K3Monitor.Store.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Sites;

/// <summary>Sites, areas, points and devices as the relational store keeps them.</summary>
internal sealed class StoredSites(IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, IReadOnlyList<RulePack> packs, TimeProvider time) : ISites
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SiteRow>> ListAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
            return await Rows(context, context.Sites.Within(scope)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<SiteView?> FindAsync(AccessScope scope, int siteId, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            SiteRow? row = await Rows(context, context.Sites.Within(scope).Where(s => s.Id == siteId)).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (row is null)
                return null;
            Site site = await context.Sites.AsNoTrackingWithIdentityResolution().AsSplitQuery()
                .Include(s => s.Areas).ThenInclude(a => a.Shifts).Include(s => s.Areas).ThenInclude(a => a.Points)
                .SingleAsync(s => s.Id == siteId, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<int, Measuring> measuring = await MeasuringNowAsync(context, siteId, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<int, LastSample> last = await LastAsync(
                [.. measuring.Values.Select(m => m.ChannelId)], cancellationToken).ConfigureAwait(false);
            Dictionary<int, PointPlan> plans = TopologyReading.PlansOf(site, new Dictionary<int, double?>()).ToDictionary(p => p.PointId);
            return new SiteView(row, [.. site.Areas.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => ToView(a, plans, measuring, last))]);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<DeviceRow>> DevicesAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<Device> devices = await context.Devices.AsNoTracking().Within(scope).Include(d => d.Site).Include(d => d.Channels)
                .OrderBy(d => d.Site.Slug).ThenBy(d => d.Key).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. devices.Select(d => new DeviceRow(
                d.Id, d.Site.Slug, d.Key, d.Model, d.Online, d.LastSeen, d is { CredentialHash: not null, CredentialRevoked: null },
                [.. d.Channels.Select(c => c.Name).Order(StringComparer.Ordinal)]))];
        }
    }

    private static IQueryable<SiteRow> Rows(K3Context context, IQueryable<Site> sites) => sites.OrderBy(s => s.Name).ThenBy(s => s.Id).Select(s => new SiteRow(
        s.Id, s.Slug, s.Name, s.Company.Name, s.Province, s.ZoneId,
        context.Points.Count(p => p.Area.SiteId == s.Id),
        context.Incidents.Count(i => i.SiteId == s.Id && i.State != IncidentState.Closed),
        context.Incidents.Count(i => i.SiteId == s.Id && i.IsActive)));

    private async Task<IReadOnlyDictionary<int, Measuring>> MeasuringNowAsync(K3Context context, int siteId, CancellationToken cancellationToken)
    {
        Instant now = Instant.Now(time);
        List<Measuring> assigned = await context.Assignments.AsNoTracking()
            .Where(a => a.Point.Area.SiteId == siteId && a.From <= now && a.To > now)
            .OrderBy(a => a.From).Select(a => new Measuring(a.PointId, a.ChannelId, a.Channel.Device.Key)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return assigned.GroupBy(a => a.PointId).ToDictionary(g => g.Key, g => g.Last());
    }

    /// <summary>While the store is away a site is still shown, with what the live board knows; the health page says why there is no more.</summary>
    private async Task<IReadOnlyDictionary<int, LastSample>> LastAsync(int[] channels, CancellationToken cancellationToken)
    {
        try
        {
            return await telemetry.ReadLastAsync(channels, cancellationToken).ConfigureAwait(false);
        }
        catch (TelemetryStoreUnavailableException)
        {
            return new Dictionary<int, LastSample>();
        }
    }

    private AreaView ToView(
        Area area, Dictionary<int, PointPlan> plans, IReadOnlyDictionary<int, Measuring> measuring, IReadOnlyDictionary<int, LastSample> last) => new(
        area.Id, area.Name, area.Workload, area.WorkSharePercent, area.ConfinedSpace, area.Workers, TopologyReading.ShiftsOf(area),
        [.. area.Points.Where(p => plans.ContainsKey(p.Id)).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => ToView(p, plans[p.Id], measuring.GetValueOrDefault(p.Id), last))]);

    private PointView ToView(MeasurementPoint point, PointPlan plan, Measuring? measuring, IReadOnlyDictionary<int, LastSample> last)
    {
        LastSample? newest = measuring is not null && last.TryGetValue(measuring.ChannelId, out LastSample found) ? found : null;
        return new PointView(
            point.Id, point.Name, plan.Quantity, plan.ExpectedInterval, measuring?.DeviceKey, newest?.Sample, newest?.Received,
            LimitsToday.Of(plan, packs, Instant.Now(time)));
    }

    private sealed record Measuring(int PointId, int ChannelId, string DeviceKey);
}
