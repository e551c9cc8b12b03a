namespace K3Monitor.Store.Access;

/// <summary>What a person may do. A role is held within a scope: provinces for inspectors, a company for its officers.</summary>
public enum Role
{
    /// <summary>Labour inspector (<i>pengawas ketenagakerjaan</i>): own provinces.</summary>
    Inspector,

    /// <summary>Factory safety officer (<i>ahli K3</i>): own company.</summary>
    SafetyOfficer,

    /// <summary>Administrator of the installation: everything, and the only one who manages users.</summary>
    Administrator,

    /// <summary>Auditor: reads everything, changes nothing.</summary>
    Auditor,
}

/// <summary>
/// Who asks, and what he may see. Every query takes one; it is applied below the query, in one place, so that no
/// list, count, chart or error shows what lies outside it.
/// </summary>
/// <param name="UserId">The user's key; written as the actor of every act.</param>
/// <param name="DisplayName">The user's name on pages.</param>
/// <param name="Role">The role.</param>
/// <param name="Provinces">Codes of provinces (ISO 3166-2, for example <c>ID-KR</c>) that an inspector may see.</param>
/// <param name="CompanyId">The company that a safety officer may see.</param>
public sealed record AccessScope(string UserId, string DisplayName, Role Role, IReadOnlyList<string> Provinces, int? CompanyId)
{
    /// <summary>Whether nothing is hidden.</summary>
    public bool SeesAll => Role is Role.Administrator or Role.Auditor;

    /// <summary>Whether the user may change anything at all.</summary>
    public bool MayAct => Role is not Role.Auditor;
}
