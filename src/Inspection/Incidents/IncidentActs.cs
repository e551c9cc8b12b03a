using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents;

/// <summary>
/// What people do to incidents. Everybody but an auditor may acknowledge; only an inspector or an administrator may
/// close, because the supervised party does not end its own supervision.
/// </summary>
internal sealed class IncidentActs(RelationalWriter writer, IncidentChanges changes, TimeProvider time)
{
    public static bool MayAcknowledge(AccessScope scope, Incident incident) => May(scope, incident, IncidentAct.Acknowledge);

    public static bool MayClose(AccessScope scope, Incident incident) => May(scope, incident, IncidentAct.Close);

    /// <summary>Does it and writes it to the record, both or neither.</summary>
    public async Task<ActOutcome> ActAsync(AccessScope scope, int id, IncidentAct act, string? note, CancellationToken cancellationToken)
    {
        ActOutcome outcome = await writer.WriteAsync(
            async (context, token) =>
            {
                Incident? incident = await context.Incidents.Within(scope).FirstOrDefaultAsync(i => i.Id == id, token).ConfigureAwait(false);
                if (incident is null)
                    return ActOutcome.NotFound;
                if (!RolePermits(scope, act))
                    return ActOutcome.NotPermittedForRole;
                if (act == IncidentAct.Close && string.IsNullOrWhiteSpace(note))
                    return ActOutcome.ReasonMissing;
                if (IncidentLife.After(incident.State, act, incident.IsActive) is not { } next)
                    return ActOutcome.NotPermittedInState;
                IncidentState before = incident.State;
                incident.State = next;
                RecordPen pen = await RecordPen.OpenAsync(context, token).ConfigureAwait(false);
                string kind = act == IncidentAct.Close ? RecordKinds.Closed : RecordKinds.Acknowledged;
                pen.Write(
                    Instant.Now(time), kind, Subjects.Incident(id), RecordActor.Of(scope), $"{scope.Role}: {scope.DisplayName}",
                    string.IsNullOrWhiteSpace(note) ? null : note.Trim(), new { incident.Number, From = before, To = next });
                return ActOutcome.Done;
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome == ActOutcome.Done)
            changes.Announce([id]);
        return outcome;
    }

    private static bool May(AccessScope scope, Incident incident, IncidentAct act) =>
        RolePermits(scope, act) && IncidentLife.After(incident.State, act, incident.IsActive) is not null;

    private static bool RolePermits(AccessScope scope, IncidentAct act) =>
        scope.MayAct && (act != IncidentAct.Close || scope.Role is Role.Inspector or Role.Administrator);
}
