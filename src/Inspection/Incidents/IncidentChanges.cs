namespace K3Monitor.Inspection.Incidents;

/// <summary>Tells open pages which incidents changed, whoever changed them: the rules or a person.</summary>
/// <remarks>Safe from any thread. Handlers run on the thread of the change and must not block.</remarks>
internal sealed class IncidentChanges
{
    public event Action<IReadOnlyList<int>>? Committed;

    public void Announce(IReadOnlyList<int> ids) => Committed?.Invoke(ids);
}
