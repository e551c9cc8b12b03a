using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Incidents;

/// <summary>Reads incidents and acts on them, within the caller's scope.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IIncidents
{
    /// <summary>A page of incidents.</summary>
    Task<Page<IncidentRow>> ListAsync(AccessScope scope, IncidentFilter filter, IncidentSort sort, bool descending, PageRequest page, CancellationToken cancellationToken);

    /// <summary>One incident; null when there is none in the caller's scope.</summary>
    Task<IncidentDetail?> FindAsync(AccessScope scope, int id, CancellationToken cancellationToken);

    /// <summary>Acknowledges: the caller has seen it. Written to the record with the caller as cause.</summary>
    Task<ActOutcome> AcknowledgeAsync(AccessScope scope, int id, string? note, CancellationToken cancellationToken);

    /// <summary>Closes with a reason, which must not be blank. An active breach cannot be closed.</summary>
    Task<ActOutcome> CloseAsync(AccessScope scope, int id, string reason, CancellationToken cancellationToken);
}

/// <summary>Takes what the lanes give out and keeps it: incidents, occurrences, concluded verdicts, the record.</summary>
/// <remarks>Called by one lane worker at a time for a point; idempotent, because findings are level-triggered.</remarks>
public interface IIncidentRegister
{
    /// <summary>
    /// Applies findings and concluded verdicts in one transaction. An incident is opened at most once for a key;
    /// a change amends it and adds rows to the record; nothing is closed. An incident whose period is concluded with any
    /// other verdict than exceeded is withdrawn.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<Finding> findings, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken);

    /// <summary>Raised after a commit with the keys of incidents that were opened or changed, for live pages.</summary>
    event Action<IReadOnlyList<int>>? Committed;
}
