using System.Globalization;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Where an incident is, as it is called on the day on which it is opened.</summary>
internal sealed record IncidentPlace(
    int SiteId, string SiteName, int CompanyId, string CompanyName, string Province, string ZoneId, string AreaName, string PointName)
{
    /// <summary>The place of a point; null when there is no such point.</summary>
    public static Task<IncidentPlace?> OfAsync(K3Context context, int pointId, CancellationToken cancellationToken) =>
        context.Points.Where(p => p.Id == pointId)
            .Select(p => new IncidentPlace(
                p.Area.SiteId, p.Area.Site.Name, p.Area.Site.CompanyId, p.Area.Site.Company.Name, p.Area.Site.Province, p.Area.Site.ZoneId, p.Area.Name, p.Name))
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The year of an instant by the site's calendar.</summary>
    public int YearOf(Instant instant) =>
        TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById(ZoneId)).Year;

    /// <summary>A new incident for a finding.</summary>
    public Incident Open(Finding finding, LimitSnapshot snapshot, int year, int ordinal, Instant begin, Instant now)
    {
        Limit limit = finding.Verdict.Limit;
        string number = string.Create(CultureInfo.InvariantCulture, $"INC-{year:0000}-{ordinal:00000}");
        var incident = new Incident
        {
            LimitId = finding.Key.LimitId,
            Edition = finding.Key.Edition,
            PointId = finding.Key.PointId,
            PeriodStart = finding.Key.PeriodStart,
            LimitSnapshot = snapshot,
            Number = number,
            Year = year,
            Ordinal = ordinal,
            BreachStart = begin,
            Severity = limit.Severity,
            State = IncidentState.New,
            Kind = limit.Kind,
            QuantityId = limit.Quantity?.Id,
            LimitVerified = limit.Verification.IsVerified,
            IsActive = finding.IsActive,
            FoundLate = finding.FoundLate,
            AsOf = finding.AsOf,
            Opened = now,
            SiteId = SiteId,
            SiteName = SiteName,
            CompanyId = CompanyId,
            CompanyName = CompanyName,
            Province = Province,
            ZoneId = ZoneId,
            AreaName = AreaName,
            PointName = PointName,
            SearchText = string.Join('\n', number, SiteName, CompanyName, AreaName, PointName).ToLowerInvariant(),
        };
        JudgedRows.Put(incident, finding.Verdict);
        IncidentAmendment.PutOccurrences(incident, finding);
        return incident;
    }
}
