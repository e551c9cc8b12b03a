namespace K3Monitor.Store.Relational.Places;

/// <summary>A site (<i>tempat kerja</i>) of a company.</summary>
public sealed class Site
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Name in MQTT topics: lower-case letters, digits and hyphens; unique in the installation.</summary>
    public required string Slug { get; set; }

    /// <summary>Name on pages.</summary>
    public required string Name { get; set; }

    /// <summary>Key of its company.</summary>
    public int CompanyId { get; set; }

    /// <summary>Its company.</summary>
    public Company Company { get; set; } = null!;

    /// <summary>Province, ISO 3166-2, for example <c>ID-KR</c>.</summary>
    public required string Province { get; set; }

    /// <summary>IANA zone in which its shifts and days are laid out.</summary>
    public required string ZoneId { get; set; }

    /// <summary>Country whose law holds there, ISO 3166; null where it follows from the province and the zone.</summary>
    public string? Jurisdiction { get; set; }

    /// <summary>Its areas.</summary>
    public List<Area> Areas { get; } = [];

    /// <summary>Its devices.</summary>
    public List<Devices.Device> Devices { get; } = [];
}
