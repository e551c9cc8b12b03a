using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Store.Relational.Incidents;

/// <summary>An incident (<i>insiden</i>): one breach of one limit at one point in one period.</summary>
/// <remarks>
/// The names of site, company, area and point are those of the day on which it was opened: an incident must read the
/// same after a company was renamed. They also keep the list to one table.
/// </remarks>
public sealed class Incident : JudgedRow
{
    private IncidentState state;
    private Severity severity;
    private double? shareOfLimit;

    /// <summary>Number on pages and papers, <c>INC-2026-00001</c>; unique.</summary>
    public required string Number { get; set; }

    /// <summary>Year in <see cref="Number"/>: of the breach, by the site's calendar.</summary>
    public int Year { get; set; }

    /// <summary>Place within the year in <see cref="Number"/>, from 1; unique together with <see cref="Year"/>.</summary>
    public int Ordinal { get; set; }

    /// <summary>Start of the first occurrence.</summary>
    public Instant BreachStart { get; set; }

    /// <summary>End of the last occurrence; null while it lasts.</summary>
    public Instant? BreachEnd { get; set; }

    /// <summary>Worst value, in the limit's unit.</summary>
    public double Peak { get; set; }

    /// <summary>Peak over limit; null where the limit has no upper value.</summary>
    public double? ShareOfLimit
    {
        get => shareOfLimit;
        set
        {
            shareOfLimit = value;
            ShareRank = value ?? -1;
        }
    }

    /// <summary><see cref="ShareOfLimit"/> for sorting: −1 where there is none, so that paging never compares with null.</summary>
    public double ShareRank { get; private set; } = -1;

    /// <summary>Severity.</summary>
    public Severity Severity
    {
        get => severity;
        set
        {
            severity = value;
            SeverityRank = (int)value;
        }
    }

    /// <summary><see cref="Severity"/> for sorting; its name would sort by letter.</summary>
    public int SeverityRank { get; private set; }

    /// <summary>State of work.</summary>
    public IncidentState State
    {
        get => state;
        set
        {
            state = value;
            StateRank = (int)value;
        }
    }

    /// <summary><see cref="State"/> for sorting.</summary>
    public int StateRank { get; private set; }

    /// <summary>Kind of the limit.</summary>
    public LimitKind Kind { get; set; }

    /// <summary>What was measured; null for a duty that holds for any quantity.</summary>
    public string? QuantityId { get; set; }

    /// <summary>Whether somebody had verified the limit when it was applied.</summary>
    public bool LimitVerified { get; set; }

    /// <summary>Whether the breach lasts.</summary>
    public bool IsActive { get; set; }

    /// <summary>Whether late data brought or changed it.</summary>
    public bool FoundLate { get; set; }

    /// <summary>Whether later data took the finding back.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Event time of the latest sample that the finding rests on.</summary>
    public Instant AsOf { get; set; }

    /// <summary>When it was opened.</summary>
    public Instant Opened { get; set; }

    /// <summary>Key of the site.</summary>
    public int SiteId { get; set; }

    /// <summary>Name of the site.</summary>
    public required string SiteName { get; set; }

    /// <summary>Key of the company.</summary>
    public int CompanyId { get; set; }

    /// <summary>Name of the company.</summary>
    public required string CompanyName { get; set; }

    /// <summary>Province.</summary>
    public required string Province { get; set; }

    /// <summary>IANA zone of the site.</summary>
    public required string ZoneId { get; set; }

    /// <summary>Name of the area.</summary>
    public required string AreaName { get; set; }

    /// <summary>Name of the point.</summary>
    public required string PointName { get; set; }

    /// <summary>Number and names in lower case, for the search field.</summary>
    public required string SearchText { get; set; }

    /// <summary>All its occurrences.</summary>
    public List<IncidentOccurrence> Occurrences { get; } = [];
}
