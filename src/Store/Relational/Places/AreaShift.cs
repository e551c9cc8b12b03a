namespace K3Monitor.Store.Relational.Places;

/// <summary>A shift of an area, in the site's local time.</summary>
public sealed class AreaShift
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Key of its area.</summary>
    public int AreaId { get; set; }

    /// <summary>Name on pages; unique within the area.</summary>
    public required string Name { get; set; }

    /// <summary>Local start, minutes after midnight, 0–1439.</summary>
    public int StartMinute { get; set; }

    /// <summary>Length in minutes, 1–1440; it may cross midnight.</summary>
    public int Minutes { get; set; }

    /// <summary>Days on which it starts, one bit a day with Sunday as bit 0; 0 for every day.</summary>
    public int DayBits { get; set; }
}
