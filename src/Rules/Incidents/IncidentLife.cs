namespace K3Monitor.Rules.Incidents;

/// <summary>State of work on an incident. Whether the breach lasts is another thing and never moves it.</summary>
public enum IncidentState
{
    /// <summary>Nobody has seen it (<i>baru</i>).</summary>
    New,

    /// <summary>Somebody has seen it (<i>diakui</i>).</summary>
    Acknowledged,

    /// <summary>A person has closed it with a reason (<i>ditutup</i>).</summary>
    Closed,
}

/// <summary>What can happen to an incident.</summary>
public enum IncidentAct
{
    /// <summary>A person acknowledges it.</summary>
    Acknowledge,

    /// <summary>A person closes it.</summary>
    Close,

    /// <summary>The breach went on, or came back, in the same period.</summary>
    Recur,
}

/// <summary>
/// The state machine of an incident. Nothing closes itself; a breach that comes back after closing opens it anew.
/// </summary>
public static class IncidentLife
{
    /// <summary>The state after an act; null when the act is not permitted in the state.</summary>
    /// <param name="state">The state now.</param>
    /// <param name="act">The act.</param>
    /// <param name="isActive">Whether the breach lasts; an active one cannot be closed.</param>
    public static IncidentState? After(IncidentState state, IncidentAct act, bool isActive) => (state, act) switch
    {
        (IncidentState.New, IncidentAct.Acknowledge) => IncidentState.Acknowledged,
        (IncidentState.New or IncidentState.Acknowledged, IncidentAct.Close) when !isActive => IncidentState.Closed,
        (IncidentState.Closed, IncidentAct.Recur) => IncidentState.New,
        (IncidentState.New or IncidentState.Acknowledged, IncidentAct.Recur) => state,
        _ => null,
    };
}
