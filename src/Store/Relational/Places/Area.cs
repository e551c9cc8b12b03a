using K3Monitor.Rules.Limits;

namespace K3Monitor.Store.Relational.Places;

/// <summary>An area within a site: people in it do the same work under the same shifts.</summary>
public sealed class Area
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of its site.</summary>
    public int SiteId { get; set; }

    /// <summary>Its site.</summary>
    public Site Site { get; set; } = null!;

    /// <summary>Stable name within the site; unique there.</summary>
    public required string Slug { get; set; }

    /// <summary>Name on pages.</summary>
    public required string Name { get; set; }

    /// <summary>Workload class; null while nobody has set it.</summary>
    public Workload? Workload { get; set; }

    /// <summary>Share of work in each hour, 0–100 %; null while nobody has set it.</summary>
    public double? WorkSharePercent { get; set; }

    /// <summary>Whether it is a confined space.</summary>
    public bool ConfinedSpace { get; set; }

    /// <summary>Whether it is a room such as an office.</summary>
    public bool Office { get; set; }

    /// <summary>Whether the work is outdoors; null while nobody has said.</summary>
    public bool? Outdoor { get; set; }

    /// <summary>Class of light that the work needs, 1–8; null while nobody has said.</summary>
    public int? LightingClass { get; set; }

    /// <summary>How many people work there; null when not known.</summary>
    public int? Workers { get; set; }

    /// <summary>Its shifts.</summary>
    public List<AreaShift> Shifts { get; } = [];

    /// <summary>Its measurement points.</summary>
    public List<MeasurementPoint> Points { get; } = [];
}
