using K3Monitor.Store.Access;
using Microsoft.AspNetCore.Identity;

namespace K3Monitor.Store.Relational.Access;

/// <summary>A person who signs in, with his role and its scope.</summary>
public sealed class K3User : IdentityUser
{
    /// <summary>Name on pages and in the record.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>His one role.</summary>
    public Role Role { get; set; }

    /// <summary>Provinces of an inspector, comma-separated ISO 3166-2 codes; empty for others.</summary>
    public string Provinces { get; set; } = "";

    /// <summary>Company of a safety officer; null for others.</summary>
    public int? CompanyId { get; set; }

    /// <summary>Language of his pages: <c>id</c> or <c>en</c>; null follows the browser.</summary>
    public string? Language { get; set; }

    /// <summary>Whether he is shut out. His acts stay in the record under his name.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>What he may see and do.</summary>
    public AccessScope ToScope() =>
        new(Id, DisplayName, Role, Provinces.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), CompanyId);
}
