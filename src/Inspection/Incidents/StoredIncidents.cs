using K3Monitor.Inspection.Incidents.Keeping;
using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents;

/// <summary>Incidents as the relational store keeps them.</summary>
internal sealed class StoredIncidents(IDbContextFactory<K3Context> contexts, LimitSnapshots limits, IncidentActs acts) : IIncidents
{
    private const int LargestPage = 200;

    /// <inheritdoc />
    public async Task<Page<IncidentRow>> ListAsync(
        AccessScope scope, IncidentFilter filter, IncidentSort sort, bool descending, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        int size = Math.Clamp(page.Size, 1, LargestPage);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            IQueryable<Incident> matching = IncidentSelection.Matching(context.Incidents.AsNoTracking().Within(scope), filter);
            IQueryable<Incident> sorted = IncidentOrder.Sorted(matching, sort, descending);
            IQueryable<Incident> wanted = page.Cursor is { } cursor
                ? IncidentOrder.Behind(sorted, IncidentCursor.Parse(cursor, sort, descending))
                : sorted.Skip((int)Math.Min(int.MaxValue, (Math.Max(page.Number, 1) - 1L) * size));
            int total = await matching.CountAsync(cancellationToken).ConfigureAwait(false);
            List<Incident> rows = await wanted.Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
            bool more = rows.Count > size;
            if (more)
                rows.RemoveAt(size);
            IReadOnlyDictionary<int, Limit> applied = await limits.ReadAsync(context, [.. rows.Select(r => r.LimitSnapshotId)], cancellationToken).ConfigureAwait(false);
            return new Page<IncidentRow>(
                [.. rows.Select(r => ToRow(r, applied[r.LimitSnapshotId]))], total, more ? IncidentOrder.CursorOf(rows[^1], sort, descending).ToString() : null);
        }
    }

    /// <inheritdoc />
    public async Task<IncidentDetail?> FindAsync(AccessScope scope, int id, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            Incident? incident = await context.Incidents.AsNoTracking().Include(i => i.Occurrences).Within(scope)
                .FirstOrDefaultAsync(i => i.Id == id, cancellationToken).ConfigureAwait(false);
            if (incident is null)
                return null;
            string subject = Subjects.Incident(id);
            List<TimelineEntry> timeline = await context.Record.AsNoTracking().Where(e => e.Subject == subject).OrderBy(e => e.Sequence)
                .Select(e => new TimelineEntry(e.At, e.Kind, e.ActorName, e.Cause, e.Note)).ToListAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<int, Limit> applied = await limits.ReadAsync(context, [incident.LimitSnapshotId], cancellationToken).ConfigureAwait(false);
            Limit limit = applied[incident.LimitSnapshotId];
            return new IncidentDetail(
                ToRow(incident, limit), incident.PointId, JudgedRows.Read(incident, limit),
                [.. incident.Occurrences.OrderBy(o => o.Start).Select(o => new Occurrence(o.Start, o.End, o.Peak, o.PeakTime))], timeline,
                IncidentActs.MayAcknowledge(scope, incident), IncidentActs.MayClose(scope, incident));
        }
    }

    /// <inheritdoc />
    public Task<ActOutcome> AcknowledgeAsync(AccessScope scope, int id, string? note, CancellationToken cancellationToken) =>
        acts.ActAsync(scope, id, IncidentAct.Acknowledge, note, cancellationToken);

    /// <inheritdoc />
    public Task<ActOutcome> CloseAsync(AccessScope scope, int id, string reason, CancellationToken cancellationToken) =>
        acts.ActAsync(scope, id, IncidentAct.Close, reason, cancellationToken);

    private static IncidentRow ToRow(Incident i, Limit limit) => new(
        i.Id, i.Number, i.BreachStart, i.BreachEnd, i.ZoneId, i.SiteId, i.SiteName, i.CompanyName, i.Province, i.AreaName, i.PointName,
        QuantityCatalogue.TryFind(i.QuantityId, out Quantity? quantity) ? quantity : null, limit,
        i.Peak, i.ShareOfLimit, i.Severity, i.State, i.IsActive, i.FoundLate, i.IsWithdrawn);
}
