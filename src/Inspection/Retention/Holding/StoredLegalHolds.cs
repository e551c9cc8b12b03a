using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention.Holding;

/// <summary>Holds as the relational store keeps them.</summary>
internal sealed class StoredLegalHolds(IDbContextFactory<K3Context> contexts, RelationalWriter writer, TimeProvider time) : ILegalHolds
{
    private const int MostRows = 500;

    /// <inheritdoc />
    public async Task<IReadOnlyList<HoldRow>> ListAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.LegalHolds.AsNoTracking()
                .Join(context.Points.Within(scope), h => h.PointId, p => p.Id, (h, p) => new { Hold = h, Site = p.Area.Site.Slug, Area = p.Area.Slug, p.Slug })
                .OrderByDescending(r => r.Hold.Id).Take(MostRows).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(r => new HoldRow(
                r.Hold.Id, r.Hold.PointId, r.Site, $"{r.Area}/{r.Slug}", new TimeRange(r.Hold.From, r.Hold.To), r.Hold.Reason, r.Hold.Placed, r.Hold.PlacedBy, r.Hold.Lifted, r.Hold.LiftedBy))];
        }
    }

    /// <inheritdoc />
    public Task<HoldPlaced> PlaceAsync(AccessScope scope, int pointId, TimeRange range, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (range.IsEmpty)
            throw new ArgumentException("the window is empty", nameof(range));
        return writer.WriteAsync(
            async (context, token) =>
            {
                if (!await context.Points.Within(scope).AnyAsync(p => p.Id == pointId, token).ConfigureAwait(false))
                    return new HoldPlaced(ActOutcome.NotFound);
                if (Refusal(scope, reason) is { } refusal)
                    return new HoldPlaced(refusal);
                Instant now = Instant.Now(time);
                var hold = new LegalHold
                {
                    PointId = pointId,
                    From = range.Start,
                    To = range.End,
                    Reason = StoredText.Clean(reason.Trim()),
                    Placed = now,
                    PlacedBy = StoredText.Clean(scope.DisplayName),
                };
                context.LegalHolds.Add(hold);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await WriteAsync(context, RecordKinds.HoldPlaced, Subjects.Point(pointId), scope, now, reason, new { hold.Id, hold.From, hold.To }, token).ConfigureAwait(false);
                return new HoldPlaced(ActOutcome.Done, hold.Id);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<ActOutcome> LiftAsync(AccessScope scope, int id, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return writer.WriteAsync(
            async (context, token) =>
            {
                LegalHold? hold = await context.LegalHolds.FirstOrDefaultAsync(h => h.Id == id, token).ConfigureAwait(false);
                if (hold is null || !await context.Points.Within(scope).AnyAsync(p => p.Id == hold.PointId, token).ConfigureAwait(false))
                    return ActOutcome.NotFound;
                if (Refusal(scope, reason) is { } refusal)
                    return refusal;
                if (hold.Lifted is not null)
                    return ActOutcome.NotPermittedInState;
                Instant now = Instant.Now(time);
                (hold.Lifted, hold.LiftedBy) = (now, StoredText.Clean(scope.DisplayName));
                await WriteAsync(context, RecordKinds.HoldLifted, Subjects.Point(hold.PointId), scope, now, reason, new { hold.Id, hold.From, hold.To }, token).ConfigureAwait(false);
                return ActOutcome.Done;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<ActOutcome> ReleaseAsync(AccessScope scope, int incidentId, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return writer.WriteAsync(
            async (context, token) =>
            {
                Incident? incident = await context.Incidents.Within(scope).FirstOrDefaultAsync(i => i.Id == incidentId, token).ConfigureAwait(false);
                if (incident is null)
                    return ActOutcome.NotFound;
                if (Refusal(scope, reason) is { } refusal)
                    return refusal;
                HoldRelease? before = await context.HoldReleases.FirstOrDefaultAsync(r => r.IncidentId == incidentId, token).ConfigureAwait(false);
                if (incident.State != IncidentState.Closed || before?.AsOf >= incident.AsOf)
                    return ActOutcome.NotPermittedInState;
                Instant now = Instant.Now(time);
                if (before is not null)
                    context.HoldReleases.Remove(before);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                context.HoldReleases.Add(new HoldRelease
                {
                    IncidentId = incidentId,
                    AsOf = incident.AsOf,
                    At = now,
                    By = StoredText.Clean(scope.DisplayName),
                    Reason = StoredText.Clean(reason.Trim()),
                });
                await WriteAsync(context, RecordKinds.HoldReleased, Subjects.Incident(incidentId), scope, now, reason, new { incident.Number, incident.AsOf }, token).ConfigureAwait(false);
                return ActOutcome.Done;
            },
            cancellationToken);
    }

    private static ActOutcome? Refusal(AccessScope scope, string reason)
    {
        if (scope.Role is not (Role.Inspector or Role.Administrator))
            return ActOutcome.NotPermittedForRole;
        return string.IsNullOrWhiteSpace(reason) ? ActOutcome.ReasonMissing : null;
    }

    private static async Task WriteAsync(
        K3Context context, string kind, string subject, AccessScope scope, Instant now, string reason, object facts, CancellationToken cancellationToken)
    {
        RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        pen.Write(now, kind, subject, RecordActor.Of(scope), $"{scope.Role}: {scope.DisplayName}", reason.Trim(), facts);
    }
}
