using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Gaps;

namespace K3Monitor.Inspection.Gaps;

/// <summary>Samples that never came, by cause.</summary>
/// <param name="Sensor">The device's message came without it, or only its other channels were heard.</param>
/// <param name="Path">Lost on the way, or nothing of the device or of the whole site was heard: power, line, network.</param>
/// <param name="Own">This product could not receive.</param>
/// <param name="Unknown">Nothing tells.</param>
public sealed record NeverCame(long Sensor, long Path, long Own, long Unknown)
{
    /// <summary>All of them.</summary>
    public long Total => Sensor + Path + Own + Unknown;
}

/// <summary>A channel on a day.</summary>
/// <param name="SiteId">Key of the site.</param>
/// <param name="Site">Its slug.</param>
/// <param name="Device">Key of the device in topics.</param>
/// <param name="ChannelId">Key of the channel.</param>
/// <param name="Channel">The device's name of it.</param>
/// <param name="Day">The day, in <paramref name="ZoneId"/>.</param>
/// <param name="ZoneId">The site's IANA zone.</param>
/// <param name="AsOf">When it was counted.</param>
/// <param name="Closed">Whether the day was over then.</param>
/// <param name="Stale">Whether samples of the day came since: it will be counted again.</param>
/// <param name="Basis">By what the expected number is known.</param>
/// <param name="Interval">The interval by which it was estimated; null where it was not.</param>
/// <param name="Expected">Samples that should have come; null where nothing tells.</param>
/// <param name="Received">Samples that came, each once.</param>
/// <param name="Late">Those of them that came long after they were measured.</param>
/// <param name="Never">Those that never came; null where nothing tells.</param>
/// <param name="Duplicates">Copies of what was there already; null for a day that began before the ledger did.</param>
/// <param name="Conflicts">Further values for an instant and number that had one.</param>
/// <param name="Unnumbered">Samples without a number of the device.</param>
/// <param name="Restarts">How often its numbering began anew: no loss.</param>
/// <param name="Wraps">How often it ran over 8, 16 or 32 bits.</param>
/// <param name="Silent">Time without data, beyond what a sample stands for; null for a channel without a point.</param>
/// <param name="Own">The part of it in which this product could not receive.</param>
public sealed record ChannelGaps(
    int SiteId, string Site, string Device, int ChannelId, string Channel, DateOnly Day, string ZoneId, Instant AsOf, bool Closed, bool Stale,
    GapBasis Basis, TimeSpan? Interval, long? Expected, long Received, long Late, NeverCame? Never, long? Duplicates, long Conflicts,
    long Unnumbered, int Restarts, int Wraps, TimeSpan? Silent, TimeSpan? Own)
{
    /// <summary>Whether the expected number is an estimate and no count.</summary>
    public bool Estimated => Basis is not GapBasis.Numbers;
}

/// <summary>Reads the gap ledger, within the caller's scope.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IGaps
{
    /// <summary>Columns of an exported ledger.</summary>
    IReadOnlyList<Column> Columns { get; }

    /// <summary>
    /// The channels that measured for a point, by day, the newest first; null when the point is not in scope. Days are the site's,
    /// both ends inside.
    /// </summary>
    Task<Page<ChannelGaps>?> OfPointAsync(AccessScope scope, int pointId, DateOnly from, DateOnly to, PageRequest page, CancellationToken cancellationToken);

    /// <summary>The channels of a site, by day, the newest first, then the most lost; null when the site is not in scope.</summary>
    Task<Page<ChannelGaps>?> OfSiteAsync(AccessScope scope, int siteId, DateOnly from, DateOnly to, PageRequest page, CancellationToken cancellationToken);

    /// <summary>The present day of a site, in its zone; null when the site is not in scope.</summary>
    Task<DateOnly?> TodayAsync(AccessScope scope, int siteId, CancellationToken cancellationToken);

    /// <summary>Writes the ledger of a site into a table, oldest day first, and finishes it.</summary>
    /// <returns>What there is to say about it; null when there is no such site in scope: nothing is written then.</returns>
    Task<IReadOnlyList<KeyValuePair<string, string>>?> ExportAsync(
        AccessScope scope, string siteSlug, DateOnly from, DateOnly to, ITableWriter table, CancellationToken cancellationToken);
}
