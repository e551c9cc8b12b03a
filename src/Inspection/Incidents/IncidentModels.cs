using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Inspection.Incidents;

/// <summary>Which incidents are asked for; a null member does not restrict.</summary>
/// <param name="Text">Part of the number, site, company, area or point name.</param>
/// <param name="State">State of work.</param>
/// <param name="Active">Whether the breach lasts.</param>
/// <param name="Severity">Severity.</param>
/// <param name="Kind">Kind of limit.</param>
/// <param name="QuantityId">What was measured.</param>
/// <param name="SiteId">Site.</param>
/// <param name="Province">Province code.</param>
/// <param name="From">Breach began at or after.</param>
/// <param name="To">Breach began before.</param>
/// <param name="Verified">Whether the limit is verified.</param>
public sealed record IncidentFilter(
    string? Text = null, IncidentState? State = null, bool? Active = null, Severity? Severity = null,
    LimitKind? Kind = null, string? QuantityId = null, int? SiteId = null, string? Province = null,
    Instant? From = null, Instant? To = null, bool? Verified = null);

/// <summary>Column by which incidents are sorted.</summary>
public enum IncidentSort
{
    /// <summary>Start of the first occurrence.</summary>
    BreachStart,

    /// <summary>Severity, then start.</summary>
    Severity,

    /// <summary>Name of the site, then start.</summary>
    Site,

    /// <summary>State of work, then start.</summary>
    State,

    /// <summary>Share of the limit that was reached, then start.</summary>
    ShareOfLimit,
}

/// <summary>Which page, in which order. Pages are asked by number (HTML) or by the cursor of the page before (API).</summary>
/// <param name="Size">1–200 rows.</param>
/// <param name="Number">From 1; ignored when a cursor is given.</param>
/// <param name="Cursor">As <see cref="Page{T}.NextCursor"/> gave it; an unreadable one is refused with <see cref="FormatException"/>.</param>
public sealed record PageRequest(int Size = 25, int Number = 1, string? Cursor = null);

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Total">Rows in all, within the caller's scope.</param>
/// <param name="NextCursor">Asks for the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, string? NextCursor);

/// <summary>An incident as a row of a list.</summary>
/// <param name="Id">Key.</param>
/// <param name="Number">Number on pages and papers, <c>INC-2026-00001</c>.</param>
/// <param name="BreachStart">Start of the first occurrence.</param>
/// <param name="BreachEnd">End of the last occurrence; null while it lasts.</param>
/// <param name="ZoneId">The site's IANA zone.</param>
/// <param name="SiteId">Site.</param>
/// <param name="SiteName">Site's name.</param>
/// <param name="CompanyName">Company's name.</param>
/// <param name="Province">Province code.</param>
/// <param name="AreaName">Area.</param>
/// <param name="PointName">Measurement point.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Limit">The limit as it was applied.</param>
/// <param name="Peak">Worst value, or the exposure for a dose or average, in the limit's unit.</param>
/// <param name="ShareOfLimit">Peak over limit; null where the limit has no upper value.</param>
/// <param name="Severity">Severity.</param>
/// <param name="State">State of work.</param>
/// <param name="IsActive">Whether the breach lasts.</param>
/// <param name="FoundLate">Whether late data brought or changed it.</param>
/// <param name="IsWithdrawn">Whether later data took the finding back; the incident stays, marked.</param>
public sealed record IncidentRow(
    int Id, string Number, Instant BreachStart, Instant? BreachEnd, string ZoneId, int SiteId, string SiteName,
    string CompanyName, string Province, string AreaName, string PointName, Quantity? Quantity, Limit Limit,
    double Peak, double? ShareOfLimit, Severity Severity, IncidentState State, bool IsActive, bool FoundLate, bool IsWithdrawn);

/// <summary>One line of an incident's time line, from the record.</summary>
/// <param name="At">When it happened (plant time).</param>
/// <param name="Kind">What: <c>incident.opened</c>, <c>incident.acknowledged</c>…</param>
/// <param name="Actor">Name of the person, or of the job.</param>
/// <param name="Cause">Why: rule edition, user or job, in words.</param>
/// <param name="Note">What the person wrote; null when nothing.</param>
public sealed record TimelineEntry(Instant At, string Kind, string Actor, string Cause, string? Note);

/// <summary>An incident whole, as its page shows it.</summary>
/// <param name="Row">The row of the list.</param>
/// <param name="PointId">Measurement point.</param>
/// <param name="Verdict">The verdict with the exposure it rests on.</param>
/// <param name="Occurrences">All occurrences in the period.</param>
/// <param name="Timeline">Everything that happened, oldest first.</param>
/// <param name="MayAcknowledge">Whether the caller may acknowledge it now.</param>
/// <param name="MayClose">Whether the caller may close it now.</param>
public sealed record IncidentDetail(
    IncidentRow Row, int PointId, Verdict Verdict, IReadOnlyList<Occurrence> Occurrences,
    IReadOnlyList<TimelineEntry> Timeline, bool MayAcknowledge, bool MayClose);

/// <summary>What came of an act on an incident.</summary>
public enum ActOutcome
{
    /// <summary>Done and recorded.</summary>
    Done,

    /// <summary>There is no such incident in the caller's scope.</summary>
    NotFound,

    /// <summary>The state does not permit it (someone else was first, perhaps).</summary>
    NotPermittedInState,

    /// <summary>The caller's role does not permit it.</summary>
    NotPermittedForRole,

    /// <summary>A reason is needed and was not given.</summary>
    ReasonMissing,
}
